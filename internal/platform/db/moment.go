package db

import "time"

// Moment is the time that a column holds as microseconds since 1970; the zero time for 0,
// which stands for none.
func Moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// Micros is how a column holds a time: the inverse of [Moment].
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Flag is how a column holds yes and no: 1 and 0.
func Flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
