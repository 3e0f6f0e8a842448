import { fileURLToPath } from 'node:url'
import { type Cell, cellText, type Document } from './cell.ts'
import { visible } from './visible.ts'

/**
 * A table on paper: Letter, landscape, striped, as Commander prints it. Its font has Latin, Greek, Cyrillic, Arabic and
 * more; a sign that it lacks stands as an empty box.
 */

type Paper = PDFKit.PDFDocument

const page = { size: 'LETTER', layout: 'landscape', margin: 36 } as const
const [paperWidth, paperHeight] = [792, 612]
const inner = paperWidth - 2 * page.margin
const bottom = paperHeight - page.margin - 14
const size = 7.5
const padding = 3
const stripe = '#f0f2f5'

/** Rows that the widths of the columns are measured by, and characters of a cell that count for it. */
const measuredRows = 200
const measuredLetters = 50
const narrowest = 24

async function openPaper(): Promise<Paper> {
  const { default: PdfDocument } = await import('pdfkit')
  const paper = new PdfDocument({ ...page, autoFirstPage: false, info: { Producer: 'Keepwatch' } })
  const fonts = {
    plain: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
    bold: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
  }
  for (const [name, url] of Object.entries(fonts)) paper.registerFont(name, fileURLToPath(url))
  return paper.font('plain').fontSize(size)
}

type Texts = readonly string[]
type Table = { readonly columns: Texts; readonly widths: readonly number[] }

const textsOf = ({ columns }: Document, row: readonly Cell[]): Texts =>
  columns.map((_, index) => visible(cellText(row[index] ?? '')))

/** Each column as wide as its widest cell, and all of them as wide as the paper. */
function widthsOf(paper: Paper, columns: Texts, rows: readonly Texts[]): readonly number[] {
  const wanted = columns.map((name, index) => {
    const cells = rows.map((row) => (row[index] ?? '').slice(0, measuredLetters))
    const widest = Math.max(...[name, ...cells].map((text) => paper.widthOfString(text)))
    return Math.max(narrowest, widest * 1.1 + 2 * padding)
  })
  const total = wanted.reduce((sum, width) => sum + width, 0)
  return wanted.map((width) => (width * inner) / total)
}

function heightOf(paper: Paper, texts: Texts, { widths }: Table): number {
  const heights = texts.map((text, index) =>
    paper.heightOfString(text || ' ', { width: (widths[index] ?? 0) - 2 * padding }),
  )
  return Math.min(Math.max(...heights), bottom - page.margin - 40) + 2 * padding
}

function drawRow(paper: Paper, texts: Texts, table: Table & { y: number; height: number }): void {
  const { widths, y, height } = table
  let x: number = page.margin
  for (const [index, text] of texts.entries()) {
    const width = widths[index] ?? 0
    const room = { width: width - 2 * padding, height: height - 2 * padding, ellipsis: true }
    paper.text(text, x + padding, y + padding, room)
    x += width
  }
}

/** Begins a page with the names of the columns; gives where the first row goes. */
function turnPage(paper: Paper, table: Table, number: number): number {
  paper.addPage()
  paper.font('plain').text(`page ${number}`, page.margin, bottom + 4, { lineBreak: false })
  paper.font('bold')
  const height = heightOf(paper, table.columns, table)
  drawRow(paper, table.columns, { ...table, y: page.margin, height })
  paper.font('plain')
  const y = page.margin + height
  paper
    .moveTo(page.margin, y)
    .lineTo(paperWidth - page.margin, y)
    .lineWidth(0.5)
    .stroke()
  return y
}

async function firstRows(rows: AsyncIterator<Texts>): Promise<readonly Texts[]> {
  const first: Texts[] = []
  while (first.length < measuredRows) {
    const { done, value } = await rows.next()
    if (done) return first
    first.push(value)
  }
  return first
}

async function* textRows(document: Document): AsyncGenerator<Texts> {
  for await (const row of document.rows) yield textsOf(document, row)
}

async function* withFirst(first: readonly Texts[], rest: AsyncGenerator<Texts>) {
  yield* first
  yield* rest
}

/** What the paper has ready, so that no more than a page stays in memory. */
function* ready(paper: Paper): Generator<Uint8Array> {
  for (let chunk = paper.read(); chunk !== null; chunk = paper.read()) yield chunk as Uint8Array
}

/** The document as the bytes of a PDF file, page by page. */
export async function* printPdf(document: Document): AsyncGenerator<Uint8Array> {
  const paper = await openPaper()
  const rows = textRows(document)
  const first = await firstRows(rows)
  const table = { columns: document.columns, widths: widthsOf(paper, document.columns, first) }
  let pages = 1
  let y = turnPage(paper, table, pages)
  let isStriped = false
  for await (const texts of withFirst(first, rows)) {
    const height = heightOf(paper, texts, table)
    if (y + height > bottom) {
      pages += 1
      y = turnPage(paper, table, pages)
      yield* ready(paper)
    }
    if (isStriped) paper.rect(page.margin, y, inner, height).fill(stripe).fillColor('black')
    drawRow(paper, texts, { ...table, y, height })
    y += height
    isStriped = !isStriped
  }
  paper.end()
  yield* paper as AsyncIterable<Uint8Array>
}
