import type { Sql } from '../sql.ts'

/** Facts of the installation that are set once or rarely, such as the organisation's name. */
export const settings = (sql: Sql) => ({
  async find(name: string): Promise<string | undefined> {
    return (await sql.get<{ value: string }>('select value from settings where name = $1', name))
      ?.value
  },
  set: (name: string, value: string) =>
    sql.run(
      `insert into settings (name, value) values ($1, $2)
        on conflict (name) do update set value = excluded.value`,
      name,
      value,
    ),
})
