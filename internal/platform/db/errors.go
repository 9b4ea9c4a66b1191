package db

import (
	"errors"
	"os"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// SQLite's primary result codes that a person can do something about
// (https://sqlite.org/rescode.html).
const (
	sqliteBusy     = 5
	sqliteLocked   = 6
	sqliteReadOnly = 8
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteNotADB   = 26
)

// engineErrors maps the engines' failures to kinds and public messages.
var engineErrors = []struct {
	is   func(error) bool
	kind errs.Kind
	key  string
}{
	{isBusy, errs.Busy, "error.database_busy"},
	{func(e error) bool { return isFull(e) || pgCode(e) == "53100" }, errs.Full, "error.disk_full"},
	{func(e error) bool { return sqliteCode(e) == sqliteReadOnly || pgCode(e) == "25006" }, errs.ReadOnly, "error.database_read_only"},
	{func(e error) bool { return sqliteCode(e) == sqliteCorrupt || sqliteCode(e) == sqliteNotADB }, errs.Internal, "error.database_damaged"},
	{func(e error) bool { c := pgCode(e); return len(c) == 5 && (c[:2] == "08" || c[:2] == "57") }, errs.Unavailable, "error.database_unreachable"},
}

func sqliteCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff // the low byte is the primary code
	}
	return 0
}

func pgCode(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

func isBusy(err error) bool {
	c := sqliteCode(err)
	return c == sqliteBusy || c == sqliteLocked
}

// isFull says that the disk has no room. SQLite tells it as "full", but as a
// failure of input or output where it enlarges the index of its log.
func isFull(err error) bool {
	const ioErrWrite, ioErrShmSize = 778, 4874 // extended codes
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code()&0xff == sqliteFull || e.Code() == ioErrWrite || e.Code() == ioErrShmSize)
}

// isSerialization says that PostgreSQL gave up a transaction which may succeed
// when tried again: serialization failure, deadlock.
func isSerialization(err error) bool {
	c := pgCode(err)
	return c == "40001" || c == "40P01"
}

// IsConstraint says that a change broke a uniqueness, foreign key or check
// rule of its table.
func IsConstraint(err error) bool {
	const sqliteConstraint = 19
	c := pgCode(err)
	return sqliteCode(err) == sqliteConstraint || len(c) == 5 && c[:2] == "23"
}

// publicFileError explains why nothing can be written to the data folder.
func publicFileError(folder string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errs.New(errs.Full, lang.Msg("error.disk_full"), err)
	}
	return errs.New(errs.ReadOnly, lang.Msg("error.folder", "folder", folder), err)
}

// publicOpenError explains why an SQLite file cannot be opened.
func publicOpenError(folder string, err error) error {
	if c := sqliteCode(err); c == sqliteCantOpen || c == sqliteReadOnly || os.IsPermission(err) {
		return errs.New(errs.ReadOnly, lang.Msg("error.folder", "folder", folder), err)
	}
	return public(err)
}
