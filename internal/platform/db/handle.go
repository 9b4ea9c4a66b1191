package db

import (
	"context"
	"strconv"
)

// FreeHandle makes a handle one that no other row of a table has, by a number at its end.
// The table has a column of that name.
func FreeHandle(ctx context.Context, tx *Tx, table, wanted string) (string, error) {
	for n := 1; ; n++ {
		handle := wanted
		if n > 1 {
			handle += "-" + strconv.Itoa(n)
		}
		_, taken, err := One(ctx, tx, func(row Scanner) (found string, err error) { return found, row.Scan(&found) }, `SELECT handle FROM `+table+` WHERE handle = $1`, handle)
		if err != nil || !taken {
			return handle, err
		}
	}
}
