// Package errs gives every failure two faces.
//
// The public face is a message key with arguments ([lang.Message]): what
// happened, what was kept, what to do. It is printed in the reader's language
// by the web, the API and the command line. The private face is the cause,
// wrapped with the call that failed; it goes to the log and nowhere else.
//
// A [Kind] says which sort of failure it is. The web turns it into a status,
// the command line into an exit code; nothing else depends on error texts.
//
//	func (s *Store) Place(ctx context.Context, id int64) (_ Place, err error) {
//		defer errs.Wrap(&err, "Place(%d)", id)
//		…
//		return Place{}, errs.New(errs.NotFound, lang.Msg("error.place_unknown", "id", id), nil)
//	}
package errs

import (
	"errors"
	"fmt"

	"twintown/internal/platform/lang"
)

// Kind is the sort of a failure. New kinds go to the end.
type Kind uint8

// The kinds. Internal is the zero value: what nobody classified is our fault.
const (
	Internal    Kind = iota // a defect or an unforeseen failure
	Invalid                 // the request cannot be understood or breaks a rule
	NotFound                // there is no such thing
	Ambiguous               // more than one thing answers to that name
	Conflict                // the thing changed meanwhile, or exists already
	Forbidden               // the person may not do that
	TooLarge                // the input exceeds a limit
	Unavailable             // not now: overloaded, starting, or a service is down
	Busy                    // another process holds what is needed
	Full                    // no space left
	ReadOnly                // the folder or database refuses writes
	Newer                   // the data was written by a newer release
	Throttled               // too often in too short a time
	Gone                    // there was such a thing, and it was withdrawn
)

var kindNames = [...]string{
	"internal", "invalid", "not_found", "ambiguous", "conflict", "forbidden",
	"too_large", "unavailable", "busy", "full", "read_only", "newer", "throttled", "gone",
}

// String returns the kind as it stands in logs and in the API.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind(%d)", k)
}

// Error is a failure with a public and a private face.
type Error struct {
	Kind   Kind
	Public lang.Message // safe to show; a zero Key means "internal error"
	Cause  error        // for the log; may be nil
	Field  string       // of the form, where one field caused it
}

// New returns a failure of the given kind. cause may be nil.
func New(kind Kind, public lang.Message, cause error) *Error {
	return &Error{Kind: kind, Public: public, Cause: cause}
}

// Error describes the failure for a log. It may hold private facts.
func (e *Error) Error() string {
	if e.Cause == nil {
		return fmt.Sprintf("%s: %s %v", e.Kind, e.Public.Key, e.Public.Args)
	}
	return fmt.Sprintf("%s: %s: %v", e.Kind, e.Public.Key, e.Cause)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// KindOf returns the kind of the outermost [Error] in err's chain, Internal
// when there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// PublicOf returns what may be told about err. For an unclassified failure
// that is the sentence "error.internal".
func PublicOf(err error) lang.Message {
	if e, ok := errors.AsType[*Error](err); ok && e.Public.Key != "" {
		return e.Public
	}
	return lang.Msg("error.internal")
}

// Wrap adds the failing call to *err, if there is an error. It is meant as
// the first, deferred line of an exported function.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}

// In returns an Invalid failure that one field of a form caused.
func In(field string, public lang.Message) *Error { return InKind(Invalid, field, public) }

// InKind returns a failure of a field that is of another kind than Invalid.
func InKind(kind Kind, field string, public lang.Message) *Error {
	return &Error{Kind: kind, Public: public, Field: field}
}

// FieldOf returns the form's field that caused err, "" where none is named.
func FieldOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Field
	}
	return ""
}
