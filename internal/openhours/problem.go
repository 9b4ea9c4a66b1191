package openhours

import "fmt"

// Span is a range of bytes of the text that was parsed.
type Span struct{ From, To int }

// Code names a kind of warning or error. Codes are stable: callers choose their
// sentences by them.
type Code string

// Codes of warnings: what was read is named, and how it was taken.
const (
	WordCorrected    Code = "word_error_correction"       // Found is taken for Want
	NoMinutes        Code = "without_minutes"             // "10-12": taken as full hours
	AmbiguousHour    Code = "ambiguous_single_digit_hour" // "6-7": morning or evening? taken as morning
	Vague            Code = "vague"                       // days without times: taken as the whole day
	Switched         Code = "switched"                    // a part of a rule stands in an unusual place
	EmptyRule        Code = "empty_rule"                  // a separator with nothing before or after it
	EmptyComment     Code = "empty_comment"               // ""
	Quotes           Code = "quotes"                      // other quotation marks than "
	StepOfOne        Code = "step_of_one"                 // "/1" says nothing
	ZeroOffset       Code = "zero_offset"                 // "sunset-00:00" says nothing
	NoSeparator      Code = "missing_separator"           // a comma or semicolon was added
	MonthAndWeek     Code = "month_and_week"              // both must hold: rarely what is meant
	Repeated         Code = "repeated"                    // the same day or month twice
	NightOverwritten Code = "night_overwritten"           // a later rule takes hours after midnight away
)

// Codes of warnings that depend on the moment, the place or the whole value: see Check.
const (
	YearPast      Code = "year_past"
	DatePast      Code = "date_past"
	DateRangePast Code = "date_range_past"
	HolidaysUnset Code = "public_holiday" // the value does not say what holds on public holidays
	Overwritten   Code = "overwritten"    // later rules say something else of all that a rule names
	SchoolUnknown Code = "school_holiday" // the value depends on school holidays, of which nothing is known
)

// Codes of errors.
const (
	Empty           Code = "empty"
	TooLong         Code = "too_long"
	TooMany         Code = "too_many"       // rules, or items of one selector
	BadCharacter    Code = "bad_character"  // a sign that the language does not have
	UnknownWord     Code = "unknown_word"   // Found
	AmbiguousWord   Code = "ambiguous_word" // Found means different things in different languages
	SeasonWord      Code = "season_word"    // "winter": dates are needed
	OpenComment     Code = "open_comment"   // a quotation mark has no partner
	BadTime         Code = "bad_time"
	BadDate         Code = "bad_date" // 30 February
	BadWeek         Code = "bad_week"
	BadYears        Code = "bad_years" // 2014-2012
	BadNumber       Code = "bad_number"
	PointInTime     Code = "point_in_time"    // a time without an end
	RangeNotPoint   Code = "range_not_point"  // a range where only points are meant
	Misplaced       Code = "misplaced"        // Found cannot stand there
	NothingToFill   Code = "nothing_to_fill"  // "||" with nothing before it
	Incomplete      Code = "incomplete"       // the text ends too early
	BeyondTheDay    Code = "beyond_the_day"   // a time starts after 24:00
	BracketExpected Code = "bracket_expected" // "(" or "[" has no partner
)

// Warning says that something was read that is not quite the language, or that
// is rarely meant so.
type Warning struct {
	Code  Code
	At    Span
	Found string // the text there
	Want  string // how it was taken, or what would say it better; may be empty
}

// SyntaxError says why a text is no value.
type SyntaxError struct {
	Code  Code
	At    Span
	Found string
}

// Error is for logs: people are told by Code.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("opening hours: %s at %d: %q", e.Code, e.At.From, e.Found)
}
