// Asks the npm package opening_hours what main.go asks our own: standard input holds
// the cases, standard output gets figures. Times are microseconds.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const OpeningHours = createRequire(process.cwd() + '/')('opening_hours')
const { cases, moments, rounds } = JSON.parse(readFileSync(0, 'utf8'))

// location is what the package wants to know of a place.
function location(loc) {
  if (!loc) return { address: { country_code: 'de', state: 'Baden-Württemberg' } }
  const at = { address: { country_code: loc.CC || undefined, state: loc.State || undefined } }
  if (loc.Lat != null) Object.assign(at, { lat: loc.Lat, lon: loc.Lon })
  return at
}

function read(c) {
  return new OpeningHours(c.Value, location(c.Loc), { locale: 'en' })
}

// attempt returns undefined where the package gives up on a value at some dates.
function attempt(work) {
  try {
    return work()
  } catch {
    return undefined
  }
}

function right(c) {
  let hours
  try {
    hours = read(c)
  } catch {
    return c.Kind === 'should_fail'
  }
  if (c.Kind === 'should_fail') return false
  const got = attempt(() => hours.getOpenIntervals(new Date(c.From), new Date(c.To))) || []
  return got.length === (c.Intervals || []).length && got.every(([from, to, unknown, comment], i) => {
    const want = c.Intervals[i]
    return +from === Date.parse(want.From) && +to === Date.parse(want.To) && unknown === want.Unknown && (comment || '') === (want.Comment || '')
  })
}

// took runs work so many rounds and returns the best.
function took(work) {
  let best = Infinity
  for (let i = 0; i < rounds; i++) {
    const start = process.hrtime.bigint()
    work()
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000)
  }
  return best
}

const readable = cases.filter((c) => c.Timed)
const hours = []
for (const c of readable) {
  try {
    hours.push(read(c))
  } catch { /* it is counted as wrong below */ }
}
const dates = moments.map((m) => new Date(m))
console.log(JSON.stringify({
  right: cases.filter(right).length,
  read: took(() => readable.forEach((c) => attempt(() => read(c)))) / readable.length,
  state: took(() => hours.forEach((h) => dates.forEach((d) => attempt(() => h.getStateString(d))))) / hours.length / dates.length,
  next: took(() => hours.forEach((h) => attempt(() => h.getNextChange(dates[0])))) / hours.length,
}))
