// Package openhours reads, evaluates and prints opening hours in the language of
// OpenStreetMap's opening_hours tag:
//
//	Mo-Fr 08:00-16:00; PH off
//	Apr-Sep Sa[1],Su 10:00-(sunset-01:00); Dec 24-26 off "closed for Christmas" || "by appointment"
//
// A value is a list of rules. A rule says for which days it holds (years, dates,
// weeks of ISO 8601, days of the week and holidays; all that it names must hold
// at once), for which times of these days, and what is then the case: open,
// closed or unknown, with a comment. Rules are read in order:
//
//   - after ";" a rule that opens (or leaves open whether) replaces whatever the
//     rules before it said of each day that it names, its hours after midnight
//     included; a rule that closes takes away only the times that it names;
//   - after "," a rule adds to those before it;
//   - after "||" a rule fills what the rules before it left closed.
//
// So a day is a strip of 1440 minutes of local wall-clock time on which the
// rules paint one after another. Hours that pass midnight are painted on the
// next day's strip. Everything else follows from that strip: the state at an
// instant, the next change, intervals, the grid of a week. Where the clocks
// change, a time that does not occur is the moment of the change, and a time that
// occurs twice is the first of the two.
//
// What cannot be known is said, never guessed: an open end ("18:00+") is unknown
// from there on; without data on holidays, a time that depends on whether a day
// is one is unknown. The package knows no words but those of the language: what
// people should read about a State, a Warning or a SyntaxError is for the caller
// to say, by their codes.
//
// Parse also takes what people write: "Mon 9am-5pm", "Pon.–Pt. 8–16",
// "Di: 14-18 Uhr", "Пн 13:00–20:00". Each correction is a Warning with its place
// in the text. Words that mean different days or months in different languages
// are taken only where the other words, or Options, settle the language.
//
// The package depends on nothing but the standard library.
package openhours
