import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'

/** What a command of Commander said and how it ended. */
export type Said = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** A program and how it is started. */
export type Program = {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  env(): NodeJS.ProcessEnv
}

/** Commander reads lines from its input when it is told `-`; what it prints for these two tells that the line before is over. */
const marks = {
  stdout: (count: number) => ({
    line: `@debug mark-${count}`,
    says: `debug --file mark-${count}\n`,
  }),
  stderr: (count: number) => ({
    line: `@debug --file=/etc/mark-${count}.log`,
    says: "'/etc/' is not allowed\n",
  }),
}

/** As a shell takes it, whatever is in it. */
const quoted = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`

type Stream = 'stdout' | 'stderr'

/** Hears until a mark comes, and gives what came before it; all that came, when the program ends. */
function listener(child: ChildProcessWithoutNullStreams, name: Stream) {
  let text = ''
  let look = () => {}
  child[name].setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    look()
  })
  const ended = once(child[name], 'close')
  return async (mark: string): Promise<{ readonly said: string; readonly isOver: boolean }> => {
    const found = new Promise<void>((resolve) => {
      look = () => text.includes(mark) && resolve()
      look()
    })
    await Promise.race([found, ended])
    const at = text.indexOf(mark)
    const said = at < 0 ? text : text.slice(0, text.lastIndexOf('\n', at) + 1)
    text = at < 0 ? '' : text.slice(at + mark.length)
    return { said, isOver: at < 0 }
  }
}

function open({ command, args, cwd, env }: Program) {
  const child = spawn(command, [...args, '-'], { cwd, env: env(), stdio: 'pipe' })
  const gone = once(child, 'close')
  child.stdin.on('error', () => {})
  const hear = { stdout: listener(child, 'stdout'), stderr: listener(child, 'stderr') }
  return { child, gone, hear }
}

/**
 * A Commander that takes one line after another. It ends at the first that fails, as it does for everybody who gives it lines; the
 * next one then gets a new process, which logs in again.
 */
export function commanderShell(program: Program) {
  let opened: ReturnType<typeof open> | undefined
  let count = 0

  async function run(...argv: readonly string[]): Promise<Said> {
    opened ??= open(program)
    const { child, gone, hear } = opened
    count += 1
    const [out, err] = [marks.stdout(count), marks.stderr(count)]
    child.stdin.write([argv.map(quoted).join(' '), out.line, err.line, ''].join('\n'))
    const [stdout, stderr] = await Promise.all([hear.stdout(out.says), hear.stderr(err.says)])
    if (!stdout.isOver) return { code: 0, stdout: stdout.said, stderr: stderr.said }
    opened = undefined
    await gone
    return { code: child.exitCode ?? -1, stdout: stdout.said, stderr: stderr.said }
  }

  return {
    run,
    async stop() {
      opened?.child.stdin.end()
      await opened?.gone
      opened = undefined
    },
  }
}
