import { expect, test } from 'vitest'
import { displayWidth } from './display-width.ts'

test.each([
  ['', 0],
  ['plain', 5],
  ['é', 1],
  ['e\u0301', 1],
  ['美丽', 4],
  ['ｆｕｌｌ', 8],
  ['한글', 4],
  ['👩‍💻', 2],
  ['naïve…', 6],
  ['a\u200db', 2],
])('%j takes %i columns', (text, columns) => expect(displayWidth(text)).toBe(columns))
