package kit

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
	"twintown/internal/source"
)

// Desk is an officer who is signed in at a site: the cookie that a browser would hold, and
// the partnerships that she looks after.
type Desk struct {
	cookie       string
	partnerships []string
}

// SignIn makes an officer of a place in the site's database, signs her in there, as the
// door would after her second factor, and finds the partnerships of her place.
func (s Site) SignIn(ctx context.Context, place int64) (*Desk, error) {
	d, err := s.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	log, err := s.OpenLog(d)
	if err != nil {
		return nil, err
	}
	key, err := secret.Open(s.Folder, "")
	if err != nil {
		return nil, err
	}
	store := people.NewStore(d, log, key, clock.System())
	var account string
	err = log.Change(ctx, people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		account, err = store.Create(ctx, tx, note, people.NewAccount{Email: "officer@example.org", Name: "Officer", Language: "en", Confirmed: true})
		if err != nil {
			return err
		}
		_, err = store.Ask(ctx, tx, note, people.System(), people.Grant{
			Account: account, Role: people.Officer, Scope: people.AtPlace(place), State: people.Held,
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	k := &Desk{}
	if k.cookie, err = store.Begin(ctx, account, "", "drill", true, false); err != nil {
		return nil, err
	}
	graph, err := partnership.NewStore(d).Graph(ctx)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, e := range graph.Of(place) {
		if !seen[e.Pair.ID] {
			seen[e.Pair.ID], k.partnerships = true, append(k.partnerships, e.Pair.ID)
		}
	}
	if len(k.partnerships) == 0 {
		err = fmt.Errorf("place %d has no partnership", place)
	}
	return k, err
}

// Writing are clients at the desk.
type Writing struct {
	Refused map[string]int // answers that were no acknowledgement, by their status or error
	mu      sync.Mutex
	group   sync.WaitGroup
	stop    context.CancelFunc
}

// Write starts n clients that record acts by the desk's form, each as quickly as it is
// answered, the partnerships in turn. acknowledged is called with the title of each act's
// source once the site has answered that the act is recorded, by several at once.
func (k *Desk) Write(ctx context.Context, site string, n int, acknowledged func(id string)) *Writing {
	ctx, stop := context.WithCancel(ctx)
	w := &Writing{Refused: map[string]int{}, stop: stop}
	client := &http.Client{
		Timeout:       30 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: n},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for i := range n {
		w.group.Go(func() {
			at := site + "/en/desk/partnerships/" + k.partnerships[i%len(k.partnerships)] + "/acts"
			for ctx.Err() == nil {
				id := db.NewID()
				if answer := k.record(ctx, client, at, id); answer == "" {
					acknowledged(id)
				} else if ctx.Err() == nil {
					w.mu.Lock()
					w.Refused[answer]++
					w.mu.Unlock()
				}
			}
		})
	}
	return w
}

// End ends the clients and waits for them: an answer that is under way still counts.
func (w *Writing) End() {
	w.stop()
	w.group.Wait()
}

// NoAnswer stands for an answer that did not come.
const NoAnswer = "no answer"

// record sends the form of one act; "" is an acknowledgement.
func (k *Desk) record(ctx context.Context, client *http.Client, at, id string) string {
	form := url.Values{"type": {string(partnership.ActActivity)}, "date": {time.Now().Format(time.DateOnly)}, "source_from": {"own"}, "source_title": {id}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at, strings.NewReader(form.Encode()))
	if err != nil {
		return err.Error()
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "session", Value: k.cookie})
	resp, err := client.Do(r)
	if err != nil {
		return NoAnswer
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	if resp.StatusCode == http.StatusSeeOther && strings.Contains(resp.Header.Get("Location"), "#act-") {
		return ""
	}
	return resp.Status
}

// Recorded are the titles of the sources of all acts that the database holds, each with
// the number of acts that name it.
func Recorded(ctx context.Context, d *db.DB) (map[string]int, error) {
	all, err := source.NewStore(d).All(ctx)
	if err != nil {
		return nil, err
	}
	title := map[string]string{}
	for _, s := range all {
		title[s.Code] = s.Title
	}
	count := map[string]int{}
	return count, partnership.NewStore(d).Each(ctx, func(p partnership.Partnership) error {
		for _, a := range p.Acts {
			for _, code := range a.Sources {
				count[title[code]]++
			}
		}
		return nil
	})
}
