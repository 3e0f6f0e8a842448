import { type AnyRoute, createRoute } from '@tanstack/react-router'
import { lazyScreen } from '../parts/lazy-screen.tsx'
import { needing } from '../parts/needing.tsx'
import { searchTexts } from '../parts/search-texts.ts'

type ReviewSearch = { report?: string; created?: string; page?: number }

const reviewed = searchTexts('report', 'created')

/** What is reviewed, over which time, and on which page of it one is. */
const reviewSearch = ({ page, ...search }: Record<string, unknown>): ReviewSearch => ({
  ...reviewed(search),
  ...(Number.isInteger(page) && { page: Number(page) }),
})

/** Reports: ready-made, of one’s own, by the clock, and the review of who has access. */
export const reportRoutes = <Root extends AnyRoute>(root: Root) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: '/reports',
      component: needing(
        'events.read',
        lazyScreen(() => import('../screens/reports.tsx'), 'Reports'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/reports/new',
      validateSearch: searchTexts('q', 'saved'),
      component: needing(
        'events.read',
        lazyScreen(() => import('../screens/report-builder.tsx'), 'ReportBuilder'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/reports/schedules/$name',
      component: needing(
        'events.read',
        lazyScreen(() => import('../screens/schedule.tsx'), 'Schedule'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/reports/review',
      validateSearch: reviewSearch,
      component: needing(
        'events.read',
        lazyScreen(() => import('../screens/review.tsx'), 'Review'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/reports/$name',
      validateSearch: searchTexts('created'),
      component: needing(
        'events.read',
        lazyScreen(() => import('../screens/report.tsx'), 'Report'),
      ),
    }),
  ] as const
