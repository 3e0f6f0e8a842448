const plain = /^[\x20-\x7e]*$/
const segmenter = new Intl.Segmenter()
const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
const invisible = /^[\p{Mark}\p{Format}]+$/u

/** How many columns of a terminal the text takes: East Asian letters and emoji take two. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const { segment } of segmenter.segment(text)) {
    if (wide.test(segment)) width += 2
    else if (!invisible.test(segment)) width += 1
  }
  return width
}
