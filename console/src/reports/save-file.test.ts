import { expect, test } from 'vitest'
import { csvOf } from './save-file.ts'

test('every column has its place, also where a row has nothing', () => {
  expect(csvOf(['a', 'b'], [{ a: 1 }, { b: 'x' }])).toBe('a,b\r\n1,\r\n,x\r\n')
})

test('what a spreadsheet would read as two cells or lines is one', () => {
  expect(csvOf(['a'], [{ a: 'x,"y"\nz' }])).toBe('a\r\n"x,""y""\nz"\r\n')
})

test('a name that a spreadsheet would run is text; a number stays one', () => {
  expect(csvOf(['a'], [{ a: '=1+1' }, { a: '@x' }, { a: -5 }])).toBe("a\r\n'=1+1\r\n'@x\r\n-5\r\n")
})
