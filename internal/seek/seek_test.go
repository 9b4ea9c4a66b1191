package seek_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/seek"
)

const (
	sokolka   = 758651
	suchowola = 757850
)

var (
	officer = people.Actor{Account: "officer"}
	now     = dbtest.Today
)

func after(days int) string { return now.AddDate(0, 0, days).Format(time.DateOnly) }

// whole is a request that lacks nothing; change makes it another.
func whole(change ...func(r *seek.Request)) seek.Request {
	r := seek.Request{
		Handle: "sokolka", Places: []int64{sokolka}, Owner: "officer", ReplyBy: after(60), Expires: after(120),
		Details: seek.Details{Topics: []string{"culture"}, Countries: []string{"LT"}, Languages: []string{"pl"}},
		Texts:   map[string]seek.Text{"pl": {Title: "Sokółka szuka gminy partnerskiej", Seeks: "Gminy o podobnej wielkości"}},
	}
	for _, fn := range change {
		fn(&r)
	}
	return r
}

func open(d *db.DB) *seek.Store {
	return seek.NewStore(d, people.NewLog(d, secret.Key{}, ""), nil)
}

// do makes moves in their order and returns the first refusal.
func do(r *seek.Request, moves ...func(*seek.Request) error) error {
	for _, move := range moves {
		if err := move(r); err != nil {
			return err
		}
	}
	return nil
}

func ask(r *seek.Request) error     { return r.Ask(now) }
func review(r *seek.Request) error  { return r.Review(now) }
func publish(r *seek.Request) error { return r.Publish(now) }
func pause(r *seek.Request) error   { return r.Pause() }
func match(r *seek.Request) error   { return r.Match(598316) }
func end(r *seek.Request) error     { return r.Close(seek.PlansChanged) }
func back(r *seek.Request) error    { return r.Return() }
func renew(r *seek.Request) error   { return r.Renew(now, after(90), after(180)) }

func TestMoves(t *testing.T) {
	for _, c := range []struct {
		name  string
		moves []func(*seek.Request) error
		want  seek.State
		kind  errs.Kind
	}{
		{name: "the usual way", moves: []func(*seek.Request) error{ask, review, publish}, want: seek.Published},
		{name: "paused and taken up again", moves: []func(*seek.Request) error{review, publish, pause, publish}, want: seek.Published},
		{name: "renewed while paused", moves: []func(*seek.Request) error{review, publish, pause, renew}, want: seek.Published},
		{name: "a partner was found, and left again", moves: []func(*seek.Request) error{review, publish, match, publish}, want: seek.Published},
		{name: "closed and opened again", moves: []func(*seek.Request) error{review, publish, end, publish}, want: seek.Published},
		{name: "without a review", moves: []func(*seek.Request) error{publish}, kind: errs.Conflict},
		{name: "matched before anybody saw it", moves: []func(*seek.Request) error{match}, kind: errs.Conflict},
		{name: "paused as a draft", moves: []func(*seek.Request) error{pause}, kind: errs.Conflict},
		{name: "closed twice", moves: []func(*seek.Request) error{end, end}, kind: errs.Conflict},
		{name: "closed as a draft and published past the review", moves: []func(*seek.Request) error{end, publish}, kind: errs.Conflict},
		{name: "closed as a draft and taken up again", moves: []func(*seek.Request) error{ask, end, back, review, publish}, want: seek.Published},
		{name: "taken back after readers saw it", moves: []func(*seek.Request) error{review, publish, end, back}, kind: errs.Conflict},
		{name: "closed without a reason", moves: []func(*seek.Request) error{func(r *seek.Request) error { return r.Close("") }}, kind: errs.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := whole()
			r.State = seek.Draft
			err := do(&r, c.moves...)
			if c.want == "" {
				if errs.KindOf(err) != c.kind {
					t.Fatalf("%v, want %v", err, c.kind)
				}
				return
			}
			if err != nil || r.At(after(0)) != c.want {
				t.Errorf("%s, %v; want %s", r.State, err, c.want)
			}
		})
	}
}

// What a request lacks is told by its field before anybody sees it.
func TestNothingIsPublishedThatLacksSomething(t *testing.T) {
	for field, change := range map[string]func(r *seek.Request){
		"reply_by": func(r *seek.Request) { r.ReplyBy = "" },
		"expires":  func(r *seek.Request) { r.Expires = after(30) },
		"topics":   func(r *seek.Request) { r.Topics = nil },
		"title":    func(r *seek.Request) { r.Texts = nil },
		"place":    func(r *seek.Request) { r.Places = nil },
	} {
		r := whole(change)
		r.State = seek.Draft
		if err := review(&r); errs.FieldOf(err) != field {
			t.Errorf("%s: %v names %v", field, err, errs.FieldOf(err))
		}
	}
	late := whole(func(r *seek.Request) { r.ReplyBy = after(-1) })
	late.State = seek.Draft
	far := whole(func(r *seek.Request) { r.Expires = after(800) })
	far.State = seek.Draft
	for name, r := range map[string]seek.Request{"a day that is over": late, "two years": far} {
		if err := review(&r); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestExpiryIsWhatADaySays(t *testing.T) {
	r := whole()
	r.State = seek.Draft
	if err := do(&r, review, publish); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day          int
		state        seek.State
		open, ending bool
	}{
		{0, seek.Published, true, false},
		{60, seek.Published, true, false}, // the last day to answer
		{61, seek.Published, false, false},
		{100, seek.Published, false, true},
		{120, seek.Published, false, true}, // the last day
		{121, seek.Expired, false, false},
	} {
		if d := after(c.day); r.At(d) != c.state || r.Open(d) != c.open || r.Ending(d) != c.ending {
			t.Errorf("after %d days: %s, open %v, ending %v", c.day, r.At(d), r.Open(d), r.Ending(d))
		}
	}
	if err := match(&r); err != nil || r.At(after(500)) != seek.Matched {
		t.Errorf("matched stays matched: %s, %v", r.At(after(500)), err)
	}
}

func TestStore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(d)
		id, err := s.Create(t.Context(), officer, whole())
		if err != nil {
			t.Fatal(err)
		}
		second, err := s.Create(t.Context(), officer, whole(func(r *seek.Request) { r.Places = []int64{suchowola, sokolka} }))
		if err != nil {
			t.Fatal(err)
		}
		if found, err := s.Public(t.Context(), after(0)); err != nil || len(found) != 0 {
			t.Fatalf("drafts are public: %v, %v", found, err)
		}
		change := func(version int64, fn func(r *seek.Request) error) error {
			return s.Change(t.Context(), officer, people.WriteRequest, id, version, fn)
		}
		if err := change(1, func(r *seek.Request) error { return do(r, review, publish) }); err != nil {
			t.Fatal(err)
		}
		if err := change(1, pause); errs.KindOf(err) != errs.Conflict {
			t.Errorf("over another's change: %v", err)
		}
		got, err := s.ByHandle(t.Context(), "sokolka")
		if err != nil || got.ID != id || got.State != seek.Published || got.Version != 2 || got.Lead() != sokolka || got.Texts["pl"].Version != 1 {
			t.Errorf("%+v, %v", got, err)
		}
		if found, err := s.Public(t.Context(), after(0)); err != nil || len(found) != 1 {
			t.Errorf("public: %v, %v", found, err)
		}
		if found, err := s.Public(t.Context(), after(121)); err != nil || len(found) != 0 {
			t.Errorf("expired ones are public: %v, %v", found, err)
		}
		if of, err := s.Of(t.Context(), sokolka); err != nil || len(of) != 2 {
			t.Errorf("of Sokółka: %d, %v", len(of), err)
		}
		if of, err := s.Of(t.Context(), suchowola); err != nil || len(of) != 1 || of[0].ID != second || of[0].Handle != "sokolka-2" {
			t.Errorf("of Suchowola: %v, %v", of, err)
		}
	})
}

// A translation of an older text is known to be behind; what says the same keeps its version.
func TestTextsCount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(d)
		id, err := s.Create(t.Context(), officer, whole(func(r *seek.Request) {
			r.Texts["lt"] = seek.Text{Title: "Sokulka ieško partnerio", Seeks: "Panašaus dydžio", Provenance: lang.Provenance{Origin: seek.Translated, Source: "pl", OfVersion: 1}}
		}))
		if err != nil {
			t.Fatal(err)
		}
		write := func(version int64, title string) seek.Request {
			if err := s.Change(t.Context(), officer, people.WriteRequest, id, version, func(r *seek.Request) error {
				pl := r.Texts["pl"]
				pl.Title = title
				r.Texts["pl"] = pl
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			r, err := s.ByID(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		if r := write(1, "Sokółka szuka gminy partnerskiej"); r.Behind("lt") {
			t.Error("behind though nothing changed")
		}
		if r := write(2, "Sokółka szuka partnera"); !r.Behind("lt") || r.Behind("pl") {
			t.Errorf("not behind: %+v", r.Texts)
		}
	})
}

func TestBounds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(d)
		for name, change := range map[string]func(r *seek.Request){
			"a title of 200 letters":    func(r *seek.Request) { r.Texts["pl"] = seek.Text{Title: strings.Repeat("ą", 200)} },
			"a text of a book":          func(r *seek.Request) { r.Texts["pl"] = seek.Text{Title: "x", About: strings.Repeat("ą", 5000)} },
			"a topic nobody knows":      func(r *seek.Request) { r.Topics = []string{"dragons"} },
			"thirteen towns":            func(r *seek.Request) { r.Places = slices.Collect(maps.Keys(thirteen())) },
			"a link that runs a script": func(r *seek.Request) { r.CallLink = "javascript:alert(1)" },
			"more than it has":          func(r *seek.Request) { r.MinPeople, r.MaxPeople = 5000, 100 },
			"a day that is none":        func(r *seek.Request) { r.ReplyBy = "2026-02-31" },
			"a wish nobody knows":       func(r *seek.Request) { r.Wish = "opposite" },
		} {
			if _, err := s.Create(t.Context(), officer, whole(change)); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if all, err := s.All(t.Context()); err != nil || len(all) != 0 {
			t.Errorf("something was kept: %v, %v", all, err)
		}
	})
}

func thirteen() map[int64]bool {
	all := map[int64]bool{}
	for i := range int64(13) {
		all[i+1] = true
	}
	return all
}

// Where a text comes from stands in its row beside the words, by the names that rows have had
// since the first release.
func TestTheFormOfAStoredText(t *testing.T) {
	const row = `{"title":"Sokulka ieško partnerio","about":"Miestas","seeks":"Panašaus dydžio","offers":"Stovyklą","origin":"translated","source":"pl","of_version":3,"version":2,"changed":"2026-11-23T12:00:00Z"}`
	var text seek.Text
	if err := json.Unmarshal([]byte(row), &text); err != nil || text.Origin != seek.Translated || text.Source != "pl" || text.OfVersion != 3 || text.Version != 2 {
		t.Errorf("read: %+v, %v", text, err)
	}
	if again, err := json.Marshal(text); err != nil || string(again) != row {
		t.Errorf("written: %s, %v", again, err)
	}
}
