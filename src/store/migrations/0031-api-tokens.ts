import type { Migration } from './migration.ts'

/** Tokens with which programs read the log (`state/api-tokens.ts`). */
export const apiTokens: Migration = {
  version: 31,
  statements: ({ bigint }) => [
    `create table api_tokens (token_uid text primary key, name text not null unique, token_hash text not null unique,
      scopes text not null, networks text not null, created_by text not null, created_at ${bigint} not null,
      expires_at ${bigint})`,
  ],
}
