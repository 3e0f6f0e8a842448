/** Reads `{ table, columns, query }` as JSON, and writes what the language has against the query and which columns come out. */
require('@kusto/language-service-next/bridge.min.js')
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js')

const { Kusto, System } = globalThis
const { DatabaseSymbol, Symbol: Named, TableSymbol } = Kusto.Language.Symbols
const { table, columns, query } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))

const tables = System.Array.init([TableSymbol.From(`(${columns})`).WithName(table)], Named)
const workspace = new DatabaseSymbol.$ctor1('workspace', tables)
const globals = Kusto.Language.GlobalState.Default.WithDatabase(workspace)
const code = Kusto.Language.KustoCode.ParseAndAnalyze(query, globals)

const all = (list) => Array.from({ length: list.Count }, (_, at) => list.getItem(at))
const complaints = all(code.GetDiagnostics()).map(({ Message }) => Message)
const result = all(code.ResultType.Columns).map(({ Name, Type }) => `${Name}: ${Type.Name}`)
process.stdout.write(JSON.stringify({ complaints, result }))
