import { listedReport } from '../grouped-report.ts'

export const shareChanges = listedReport({
  name: 'share-changes',
  title: 'Share changes',
  about: 'What was shared with applications, no longer shared, or shared in another way.',
  where: [
    {
      field: 'event',
      values: ['app_record_*', 'app_folder_*', '*shared_folder', 'folder_*_record'],
    },
  ],
})
