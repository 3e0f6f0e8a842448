import { cors } from 'hono/cors'

/**
 * What lets a page of any origin read an answer: devices may run in browsers. It opens nothing, because a device proves itself
 * by its signature and no cookie counts here.
 */
export const anyOriginHeaders = { 'access-control-allow-origin': '*' } as const

const daySeconds = 86_400

/** Answers the question that a browser asks first (Fetch standard, "CORS-preflight request"), and lets pages read the answer. */
export const anyOrigin = cors({
  origin: '*',
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['Authorization', 'Content-Type', 'PublicKeyId', 'TransmissionKey'],
  maxAge: daySeconds,
})
