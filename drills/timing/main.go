// Command timing measures whether the door tells by its answer, or by how long that takes,
// who has an account.
//
//	go run ./drills/timing [-n 400]
//
// On each engine it makes n accounts, and asks at the sign-in, at registration and for a
// new password, in turn for one that there is and one that there is not, n times each. For
// each door it prints the medians, how far they lie apart, and Welch's t of the means: above 4.5 chance
// alone would hardly explain a difference. It fails when two answers differ in more than
// the address that they repeat.
package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"twintown/drills/kit"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
)

func main() {
	kit.Run(400, func(ctx context.Context, d kit.Drill) error {
		for _, engine := range kit.Engines() {
			if err := drill(ctx, d, engine); err != nil {
				return fmt.Errorf("%s: %w", engine, err)
			}
		}
		return nil
	})
}

func drill(ctx context.Context, d kit.Drill, engine db.Engine) error {
	site, remove, err := d.NewSite(engine, "timing-"+string(engine))
	if err != nil {
		return err
	}
	defer remove()
	if err := fill(ctx, site, d.N); err != nil {
		return err
	}
	server, err := d.Serve(ctx, site, "--trusted-proxies", "127.0.0.1")
	if err != nil {
		return err
	}
	defer server.Stop()
	for _, door := range []string{"sign-in", "register", "reset"} {
		if err := measure(ctx, engine, server.URL, door, d.N); err != nil {
			return err
		}
	}
	return nil
}

// fill makes n accounts with a password, one hash of which serves for all: what it is
// does not matter, since nobody gives the right one.
func fill(ctx context.Context, site kit.Site, n int) error {
	d, err := site.Open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	log, err := site.OpenLog(d)
	if err != nil {
		return err
	}
	key, err := secret.Open(site.Folder, "")
	if err != nil {
		return err
	}
	store := people.NewStore(d, log, key, clock.System())
	return log.Change(ctx, people.System(), func(tx *db.Tx, note func(people.Entry)) error {
		for i := range n {
			p := ""
			if i == 0 {
				p = "the same for all of them"
			}
			a := people.NewAccount{Email: known(i), Name: "Office", Language: "en", Password: p, Confirmed: true}
			if _, err := store.Create(ctx, tx, note, a); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `UPDATE account SET password = (SELECT max(password) FROM account)`)
		return err
	})
}

// known and unknown addresses are alike in length and letters.
func known(i int) string   { return fmt.Sprintf("office%05d@example.org", i) }
func unknown(i int) string { return fmt.Sprintf("nobody%05d@example.org", i) }

// sample is what one kind of address took, in milliseconds.
type sample []float64

func (s sample) median() float64 {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[len(sorted)/2]
}

func (s sample) moments() (mean, variance float64) {
	for _, v := range s {
		mean += v / float64(len(s))
	}
	for _, v := range s {
		variance += (v - mean) * (v - mean) / float64(len(s)-1)
	}
	return mean, variance
}

// welch is the t of two samples' means.
func welch(a, b sample) float64 {
	ma, va := a.moments()
	mb, vb := b.moments()
	return math.Abs(ma-mb) / math.Sqrt(va/float64(len(a))+vb/float64(len(b)))
}

func measure(ctx context.Context, engine db.Engine, base, door string, n int) error {
	var there, none sample
	answers := map[string]int{}
	for i := range 2 * n {
		email, into := known(i/2), &there
		if (i+i/2)%2 == 1 { // now the one first, now the other
			email, into = unknown(i/2), &none
		}
		answer, took, err := ask(ctx, base+"/en/"+door, email, i)
		if err != nil {
			return err
		}
		answers[answer]++
		*into = append(*into, took)
	}
	a, b := there.median(), none.median()
	fmt.Printf("timing  %-8s %-8s %d addresses with an account and %d without: median %.2f and %.2f ms (apart %.2f ms), Welch's t %.2f, kinds of answer %d   promised ≤ 2 ms, < 4.5, 1\n",
		engine, door, len(there), len(none), a, b, math.Abs(a-b), welch(there, none), len(answers))
	if len(answers) != 1 {
		return fmt.Errorf("%s: answers differ: %d kinds", door, len(answers))
	}
	return nil
}

// ask posts an address and returns the answer without it, and how long that took. Each
// comes from another network, so that no throttle speaks instead.
func ask(ctx context.Context, address, email string, i int) (answer string, took float64, err error) {
	body := url.Values{"email": {email}, "password": {"not the right one"}}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return "", 0, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.18.%d.%d", i/250%250, i%250))
	begun := time.Now()
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", 0, err
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	took = float64(time.Since(begun).Microseconds()) / 1000
	return fmt.Sprint(resp.StatusCode, strings.ReplaceAll(string(page), email, "")), took, err
}
