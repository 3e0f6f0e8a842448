import { z } from 'zod'
import { httpChannel } from '../channel.ts'
import type { Notice } from '../notice.ts'
import { factsOf, headline, oneLine } from '../notice-text.ts'
import { basicAuth, postJson } from '../post-json.ts'
import { address, line, secret } from '../setting.ts'

const paragraph = (...content: readonly object[]) => ({ type: 'paragraph', content })
const words = (text: string, ...marks: readonly object[]) => ({
  type: 'text',
  text: oneLine(text) || '—',
  ...(marks.length > 0 && { marks }),
})

/** Atlassian's document format: a tree of texts, in which nothing that a text says has a meaning. */
const description = (notice: Notice) => ({
  type: 'doc',
  version: 1,
  content: [
    paragraph(words(notice.description)),
    ...factsOf(notice).map(({ label, value }) =>
      paragraph(words(`${label}:`, { type: 'strong' }), words(` ${value}`)),
    ),
    paragraph(words(notice.why)),
    paragraph(words('Event in Keepwatch', { type: 'link', attrs: { href: notice.link } })),
  ],
})

/** An issue in Jira Cloud for every message. */
export const jira = httpChannel({
  name: 'jira',
  title: 'Jira',
  settings: z.strictObject({
    url: address('Address (https://ORGANISATION.atlassian.net)'),
    email: line('Account (email)'),
    api_token: secret('API token'),
    project: line('Key of the project'),
    issue_type: line('Type of the issue').prefault('Task'),
  }),
  whom: ({ url, project }) => `Jira ${new URL(url).host} ${project}`,
  request: (notice, { url, email, api_token, project, issue_type }) =>
    postJson(
      `${url}/rest/api/3/issue`,
      {
        fields: {
          project: { key: project },
          issuetype: { name: issue_type },
          summary: headline(notice, 250),
          description: description(notice),
          labels: ['keepwatch', `keepwatch-${notice.message_uid}`],
        },
      },
      basicAuth(email, api_token),
    ),
})
