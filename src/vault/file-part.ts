import type { StoredFile } from '../store/state/files.ts'

/** What there is of a file: the whole, or the small picture of it. */
export const fileParts = ['content', 'thumbnail'] as const

export type FilePart = (typeof fileParts)[number]

/** The blob that holds it, and what must be in that. */
export type FileContent = Pick<StoredFile, 'blob' | 'size' | 'sha256'>

/** Undefined when the file has no thumbnail. */
export function contentOf(file: StoredFile, part: FilePart): FileContent | undefined {
  if (part === 'content') return file
  const { thumbnail_blob: blob, thumbnail_size: size, thumbnail_sha256: sha256 } = file
  return blob === null || size === null || sha256 === null ? undefined : { blob, size, sha256 }
}
