// Prints every public holiday that the npm package date-holidays knows between two
// years: country, region, date and name, parted by tabs.
import { createRequire } from 'node:module'

const Holidays = createRequire(process.cwd() + '/')('date-holidays')
const [first, last] = process.argv.slice(2)
const dayLength = 86400000

function dump(country, state, region) {
  const calendar = new Holidays(country, state, region)
  const name = [state, region].filter(Boolean).join('-').toLowerCase()
  for (let year = Number(first); year <= Number(last); year++) {
    for (const holiday of calendar.getHolidays(year)) {
      if (holiday.type !== 'public' || !/ 00:00:00/.test(holiday.date)) continue
      const days = Math.max(1, Math.round((holiday.end - holiday.start) / dayLength))
      const start = Date.parse(holiday.date.slice(0, 10) + 'T00:00:00Z')
      for (let i = 0; i < days; i++) {
        const date = new Date(start + i * dayLength).toISOString().slice(0, 10)
        process.stdout.write([country, name, date, holiday.name].join('\t') + '\n')
      }
    }
  }
}

for (const country of Object.keys(new Holidays().getCountries())) {
  dump(country)
  for (const state of Object.keys(new Holidays().getStates(country) || {})) {
    dump(country, state)
    for (const region of Object.keys(new Holidays().getRegions(country, state) || {})) dump(country, state, region)
  }
}
