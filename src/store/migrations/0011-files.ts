import type { Migration } from './migration.ts'

/**
 * Files that hang on records. Their ciphertext lies outside of the database, each under a name of its own (`blob`).
 * `uploads` are announced and not there yet; with one comes the record's next version, which names it.
 */
export const files: Migration = {
  version: 11,
  statements: ({ bigint }) => [
    `create table files (file_uid text primary key, record_uid text not null, owner_uid text not null,
      owner_key text not null, link_key text not null, data text not null, size ${bigint} not null,
      sha256 text not null, blob text not null, thumbnail_size ${bigint}, thumbnail_sha256 text, thumbnail_blob text,
      created_at ${bigint} not null)`,
    'create index files_by_record on files (record_uid)',
    'create index files_by_owner on files (owner_uid)',
    `create table uploads (file_uid text primary key, record_uid text not null, owner_uid text not null,
      owner_key text not null, link_key text not null, data text not null, size ${bigint} not null,
      record_data text not null, record_revision ${bigint} not null, uploader text not null, expires_at ${bigint} not null)`,
    'create index uploads_by_record on uploads (record_uid)',
    'create index uploads_by_owner on uploads (owner_uid)',
  ],
}
