// Reads a calendar from standard input with ical.js and prints its events as JSON.
import ICAL from 'ical.js'
import { readFileSync } from 'node:fs'

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')))
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
const at = time => time && (time.isDate ? time.toString() : time.toJSDate().toISOString())
console.log(JSON.stringify(calendar.getAllSubcomponents('vevent').map(part => {
  const event = new ICAL.Event(part)
  return {
    uid: event.uid, sequence: event.sequence, summary: event.summary, where: event.location ?? '',
    begin: at(event.startDate), end: at(event.endDate), url: String(part.getFirstPropertyValue('url') ?? ''),
  }
})))
