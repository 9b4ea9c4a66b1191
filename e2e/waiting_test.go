//go:build e2e

package e2e

import (
	"fmt"
	"time"

	"twintown/internal/exchange/moving"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/secret"
)

// listsAtWork are pages of lists that jobs work at, caught so that they do not move on: one
// job is asked for in years only, the other one is lost.
func (i *installation) listsAtWork(email string) map[string]deskKind {
	i.Helper()
	d, err := db.Open(i.Context(), db.Options{Folder: i.folder})
	if err != nil {
		i.Fatal(err)
	}
	defer d.Close()
	key, err := secret.Open(i.folder, "")
	if err != nil {
		i.Fatal(err)
	}
	account, ok, err := people.NewStore(d, people.NewLog(d, key, ""), key, clock.System()).ByEmail(i.Context(), email)
	if err != nil || !ok {
		i.Fatal(email, " has no account: ", err)
	}
	begin := func() string {
		drafts := moving.NewDrafts(d, key, nil) // nobody is asked to read it
		id, err := drafts.Begin(i.Context(), people.Actor{Account: account.ID}, "partnerzy.csv", bialystok, "pl", []byte("Miasto;Od\nGrodno;1997\n"))
		if err != nil {
			i.Fatal(err)
		}
		return id
	}
	working, lost := begin(), begin()
	err = d.Write(i.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(i.Context(), `UPDATE moving_draft SET work_now = 1200, work_all = 5000 WHERE id = $1`, working)
		if err == nil {
			_, err = jobs.NewQueue(d).Enqueue(i.Context(), tx, jobs.New{Kind: moving.ListKind, Key: fmt.Sprintf("moving:%s:1", working), After: time.Now().AddDate(1, 0, 0)})
		}
		return err
	})
	if err != nil {
		i.Fatal(err)
	}
	return map[string]deskKind{
		"moving-in-working": {path: "/desk/moving-in/" + working},
		"moving-in-lost":    {path: "/desk/moving-in/" + lost},
	}
}
