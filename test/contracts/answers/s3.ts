import { type AnswerTable, notFromThem, usualAnswers } from '../../support/answer-table.ts'

const xml = (status: number, code: string) => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>…</Message></Error>`,
})

/** docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and API_PutObject.html */
export const s3: AnswerTable = {
  name: 's3',
  settings: (url) => ({
    bucket: 'my-events',
    region: 'eu-central-1',
    endpoint: url,
    access_key_id: 'AKIAIOSFODNN7EXAMPLE',
    secret_access_key: 'hush',
    compression: 'none',
  }),
  hurried: { seconds: 1 },
  most: { events: 20_000, bytes: 8_000_000 },
  answers: [
    { when: 'the object is stored', answer: { status: 200 }, becomes: 'done' },
    { when: 'it was stored before', answer: xml(412, 'PreconditionFailed'), becomes: 'done' },
    {
      when: 'somebody stores it just now',
      answer: xml(409, 'ConditionalRequestConflict'),
      becomes: 'again',
    },
    { when: 'requests come too fast', answer: xml(503, 'SlowDown'), becomes: 'again' },
    { when: 'the body came too slowly', answer: xml(400, 'RequestTimeout'), becomes: 'again' },
    { when: 'the token is old', answer: xml(400, 'ExpiredToken'), becomes: 'paused' },
    {
      when: 'the region is wrong',
      answer: xml(400, 'AuthorizationHeaderMalformed'),
      becomes: 'paused',
    },
    { when: 'the bucket is elsewhere', answer: xml(301, 'PermanentRedirect'), becomes: 'paused' },
    { when: 'the key is wrong', answer: xml(403, 'SignatureDoesNotMatch'), becomes: 'paused' },
    { when: 'the key may not', answer: xml(403, 'AccessDenied'), becomes: 'paused' },
    { when: 'there is no such bucket', answer: xml(404, 'NoSuchBucket'), becomes: 'paused' },
    { when: 'the object is too large', answer: xml(400, 'EntityTooLarge'), becomes: 'dead' },
    notFromThem(),
    ...usualAnswers,
  ],
}
