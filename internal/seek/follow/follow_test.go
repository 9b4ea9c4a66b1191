package follow_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/mail/mailtest"
	"twintown/internal/platform/secret"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
	"twintown/internal/seek/follow"
	"twintown/internal/world/worldtest"
)

// Towns of the small world.
const (
	sokolka  = 758651
	alytus   = 601084
	kaunas   = 598316
	warsaw   = "Europe/Warsaw"
	baseURL  = "https://partners.example.org"
	aMonday  = "2026-11-23"
	allTowns = 0
)

// office is a desk over the small world, with a clock that the test moves.
type office struct {
	*testing.T
	*follow.Desk
	requests *seek.Store
	rooms    worldtest.Rooms
	key      secret.Key
	clock    *clocktest.Clock
}

// TestFollow tries each case on one database an engine, one after another: everything that
// is followed is gone between them, and it is Monday.
func TestFollow(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) {
		key := secret.New()
		for _, x := range []struct {
			name string
			try  func(o *office)
		}{
			{"officers hear on Mondays", officersHearOnMondays},
			{"two nodes write once", twoNodesWriteOnce},
			{"saved searches", savedSearches},
			{"one click ends them", oneClickEndsThem},
			{"feeds", feeds},
			{"export and erasure", exportAndErasure},
		} {
			t.Run(x.name, func(t *testing.T) {
				o := newOffice(t, rooms, c, key)
				o.clear()
				x.try(o)
			})
		}
	})
}

// clear forgets what the case before left.
func (o *office) clear() {
	o.Helper()
	for o.clock.Now().Weekday() != time.Monday {
		o.clock.Add(24 * time.Hour)
	}
	o.must(o.DB.Write(o.Context(), func(tx *db.Tx) error {
		for _, query := range []string{
			`DELETE FROM seek_search`, `DELETE FROM seek_reader`, `DELETE FROM seek_request`, `DELETE FROM mail`,
			`UPDATE account SET disabled = 1, email = id, email_key = id`,
		} {
			if _, err := tx.ExecContext(o.Context(), query); err != nil {
				return err
			}
		}
		return nil
	}))
}

func newOffice(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock, key secret.Key) *office {
	t.Helper()
	log := people.NewLog(rooms.DB, key, "")
	requests := seek.NewStore(rooms.DB, log, nil)
	boards := fit.NewSource(rooms.Partnerships, requests, func() fit.Now {
		w := rooms.World.Now()
		return fit.Now{Version: w.Version, Places: w.Places, Graph: w.Graph, Ranker: w.Ranker}
	})
	zone, err := time.LoadLocation(warsaw)
	if err != nil {
		t.Fatal(err)
	}
	places := rooms.World.Now().Places
	site := func(string) mail.Site { return mail.Site{Name: "Partners", Address: baseURL} }
	return &office{t, follow.New(follow.Rooms{
		DB: rooms.DB, People: people.NewStore(rooms.DB, log, key, c), Key: key, Clock: c, BaseURL: baseURL, Languages: rooms.Catalog.Languages(),
		Outbox: mail.NewOutbox(rooms.DB, rooms.Catalog, key, site), Board: boards.Board, Zone: func() *time.Location { return zone },
		Name: places.DisplayName,
		Town: func(n int64) seek.Town {
			p, _ := places.Get(n)
			return seek.Town{Country: p.Country, People: p.Population}
		},
	}), requests, rooms, key, c}
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// person makes an account; place is the town whose officer it is.
func (o *office) person(name, language string, place int64) people.Actor {
	o.Helper()
	var id string
	o.must(o.People.Log().Change(o.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		n := people.NewAccount{Email: strings.ToLower(name) + "@example.org", Name: "Officer of " + name, Language: language, Confirmed: true}
		if id, err = o.People.Create(o.Context(), tx, note, n); err != nil || place == allTowns {
			return err
		}
		_, err = o.People.Ask(o.Context(), tx, note, people.System(), people.Grant{Account: id, Role: people.Officer, Scope: people.AtPlace(place), State: people.Held})
		return err
	}))
	who, err := o.People.ActorOfAccount(o.Context(), id)
	o.must(err)
	return who
}

// publish makes a request of a place public.
func (o *office) publish(handle string, place int64, change ...func(r *seek.Request)) {
	o.Helper()
	now := o.clock.Now()
	r := seek.Request{
		Handle: handle, Places: []int64{place}, ReplyBy: now.AddDate(0, 2, 0).Format(time.DateOnly), Expires: now.AddDate(0, 4, 0).Format(time.DateOnly),
		Details: seek.Details{Topics: []string{"culture"}},
		Texts:   map[string]seek.Text{"lt": {Title: "Ieškome partnerio: " + handle, Seeks: "Savivaldybės"}},
	}
	for _, fn := range change {
		fn(&r)
	}
	id, err := o.requests.Create(o.Context(), people.System(), r)
	o.must(err)
	o.must(o.requests.Change(o.Context(), people.System(), people.ReviewRequest, id, 1, func(r *seek.Request) error { return r.Review(now) }))
	o.must(o.requests.Change(o.Context(), people.System(), people.WriteRequest, id, 2, func(r *seek.Request) error { return r.Publish(now) }))
}

// run does the day's job twice, as a job may be done, and returns the mails that are new.
func (o *office) run() []mail.Row {
	o.Helper()
	before := o.mails()
	for range 2 {
		o.must(o.Digest(o.Context(), jobs.Job{}))
	}
	return slices.DeleteFunc(o.mails(), func(r mail.Row) bool {
		return slices.ContainsFunc(before, func(x mail.Row) bool { return x.ID == r.ID })
	})
}

func (o *office) mails() []mail.Row {
	o.Helper()
	list, err := o.Outbox.List(o.Context(), mail.Filter{})
	o.must(err)
	return list
}

func (o *office) text(r mail.Row) string {
	o.Helper()
	p, err := o.Outbox.Preview(o.Context(), r.ID)
	o.must(err)
	return p.Text
}

// An officer hears on Mondays of what fits her town, once, and never twice of the same.
func officersHearOnMondays(o *office) {
	o.person("Sokolka", "pl", sokolka)
	o.person("Nobody", "pl", allTowns)
	o.publish("alytus", alytus)
	o.publish("sokolka", sokolka)
	first := o.run() // a Monday
	if len(first) != 1 || first[0].To != "sokolka@example.org" {
		o.Fatalf("%d mails on %s", len(first), aMonday)
	}
	text := o.text(first[0])
	for _, want := range []string{
		"PASUJĄCE ZGŁOSZENIA: SOKÓŁKA", "• Ieškome partnerio: alytus", "Olita (Litwa)", "Tekst w języku: litewski", "Dlaczego: ", "Odpowiedzi do: 23 stycznia 2027",
		baseURL + "/pl/seek/alytus", "Rezygnacja z takich wiadomości:",
	} {
		if !strings.Contains(text, want) {
			o.Errorf("the mail does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "seek/sokolka") || strings.Count(text, "Dlaczego: ") != 2 {
		o.Errorf("the mail tells her own town's request, or not two reasons:\n%s", text)
	}
	o.publish("kaunas", kaunas)
	for day := range 6 {
		o.clock.Add(24 * time.Hour)
		if n := o.run(); len(n) != 0 {
			o.Fatalf("%d mails on day %d", len(n), day+1)
		}
	}
	o.clock.Add(24 * time.Hour)
	second := o.run()
	if len(second) != 1 {
		o.Fatalf("%d mails on the next Monday", len(second))
	}
	if text := o.text(second[0]); !strings.Contains(text, "seek/kaunas") || strings.Contains(text, "seek/alytus") {
		o.Errorf("what she knows already: \n%s", text)
	}
	o.clock.Add(7 * 24 * time.Hour)
	if n := o.run(); len(n) != 0 {
		o.Errorf("%d mails without news", len(n))
	}
	o.publish("alytus-again", alytus)
	o.clock.Add(8 * 24 * time.Hour) // no node ran on Monday
	if n := o.run(); len(n) != 1 {
		o.Errorf("%d mails on Tuesday after a Monday without a node", len(n))
	}
}

// Two nodes that run the job at the same moment write one mail.
func twoNodesWriteOnce(o *office) {
	for _, name := range []string{"A", "B", "C"} {
		o.person("Sokolka"+name, "lt", sokolka)
	}
	o.publish("alytus", alytus)
	other := newOffice(o.T, o.rooms, o.clock, o.key)
	var both sync.WaitGroup
	for _, node := range []*office{o, other} {
		both.Go(func() {
			if err := node.Digest(context.Background(), jobs.Job{}); err != nil {
				o.Error(err)
			}
		})
	}
	both.Wait()
	if n := o.mails(); len(n) != 3 {
		o.Errorf("%d mails to three officers", len(n))
	}
}

// A saved search tells daily or weekly of what is new since it was saved, in its own words.
func savedSearches(o *office) {
	who := o.person("Reader", "en", allTowns)
	o.publish("alytus", alytus)
	save := func(name, every string, filter seek.Asked) string {
		id, err := o.Save(o.Context(), who, follow.Search{Name: name, Every: every, Filter: filter})
		o.must(err)
		return id
	}
	daily := save(" Lithuania ", follow.EveryDay, seek.Asked{Country: "LT"})
	save("Sport", follow.EveryDay, seek.Asked{Topic: "sport"})
	save("Weekly", follow.EveryWeek, seek.Asked{Country: "LT"})
	if n := o.run(); len(n) != 0 {
		o.Fatalf("%d mails of what stood on the list when it was saved", len(n))
	}
	o.clock.Add(24 * time.Hour)
	o.publish("kaunas", kaunas)
	mails := o.run()
	if len(mails) != 1 {
		o.Fatalf("%d mails on Tuesday", len(mails))
	}
	text := o.text(mails[0])
	if !strings.Contains(text, "YOUR SEARCH: LITHUANIA") || !strings.Contains(text, "Areas of cooperation: culture") || strings.Contains(text, "SPORT") || strings.Contains(text, "WEEKLY") {
		o.Errorf("%s", text)
	}
	o.must(o.Set(o.Context(), who, daily, "Lithuania", follow.Never))
	o.clock.Add(24 * time.Hour)
	o.publish("alytus-two", alytus)
	if n := o.run(); len(n) != 0 {
		o.Errorf("%d mails for a search without mails", len(n))
	}
	o.clock.Add(5 * 24 * time.Hour)
	if mails = o.run(); len(mails) != 1 || !strings.Contains(o.text(mails[0]), "seek/kaunas") || !strings.Contains(o.text(mails[0]), "seek/alytus-two") {
		o.Errorf("%d mails on Monday", len(mails))
	}
	o.must(o.Drop(o.Context(), who, daily))
	if all, err := o.Of(o.Context(), who); err != nil || len(all) != 2 {
		o.Errorf("%d searches left, %v", len(all), err)
	}
	if err := o.Drop(o.Context(), who, daily); errs.KindOf(err) != errs.NotFound {
		o.Errorf("dropped twice: %v", err)
	}
	if _, err := o.Save(o.Context(), who, follow.Search{Name: "  ", Every: follow.EveryDay}); errs.FieldOf(err) != "name" {
		o.Errorf("without a name: %v", err)
	}
	stranger := o.person("Stranger", "en", allTowns)
	if err := o.Drop(o.Context(), stranger, daily); errs.KindOf(err) != errs.NotFound {
		o.Errorf("a stranger drops it: %v", err)
	}
}

// One click in the mail ends all of them, without signing in.
func oneClickEndsThem(o *office) {
	who := o.person("Sokolka", "en", sokolka)
	o.publish("alytus", alytus)
	text := o.text(o.run()[0])
	if err := o.Stop(o.Context(), "made up"); errs.KindOf(err) != errs.NotFound {
		o.Errorf("a made-up key: %v", err)
	}
	if !strings.Contains(text, "No more messages like this one") {
		o.Fatal("no way to end them")
	}
	o.must(o.Stop(o.Context(), o.StopKey(who.Account)))
	if quiet, err := o.Quiet(o.Context(), who.Account); err != nil || !quiet {
		o.Errorf("quiet %v, %v", quiet, err)
	}
	o.publish("kaunas", kaunas)
	o.clock.Add(7 * 24 * time.Hour)
	if n := o.run(); len(n) != 0 {
		o.Errorf("%d mails after the click", len(n))
	}
	o.must(o.SetQuiet(o.Context(), who, who.Account, false))
	if n := o.run(); len(n) != 1 {
		o.Errorf("%d mails after she took it back", len(n))
	}
}

// A secret address opens one search as long as its owner may see it.
func feeds(o *office) {
	who := o.person("Sokolka", "pl", sokolka)
	o.publish("alytus", alytus)
	all, err := o.Of(o.Context(), who)
	o.must(err)
	old, err := o.NewFeed(o.Context(), who, all[0].ID)
	o.must(err)
	token, err := o.NewFeed(o.Context(), who, all[0].ID)
	o.must(err)
	if _, _, _, err := o.Feed(o.Context(), old); errs.KindOf(err) != errs.NotFound {
		o.Errorf("the old address: %v", err)
	}
	s, language, list, err := o.Feed(o.Context(), token)
	if err != nil || s.Place != sokolka || language != "pl" || len(list) != 1 {
		o.Errorf("%v %s %d requests, %v", s, language, len(list), err)
	}
	o.run() // being told changes no feed
	if _, _, list, err := o.Feed(o.Context(), token); err != nil || len(list) != 1 {
		o.Errorf("%d requests after the mail, %v", len(list), err)
	}
	grants, err := o.People.GrantsOf(o.Context(), who.Account)
	o.must(err)
	o.must(o.People.EndGrant(o.Context(), people.System(), grants[0].ID))
	if _, _, _, err := o.Feed(o.Context(), token); errs.KindOf(err) != errs.NotFound {
		o.Errorf("after her office ended: %v", err)
	}
}

// Nothing of a person's searches is missing in her export, or stays after her erasure.
func exportAndErasure(o *office) {
	who := o.person("Reader", "en", sokolka)
	_, err := o.Save(o.Context(), who, follow.Search{Name: "Lithuania", Every: follow.EveryDay, Filter: seek.Asked{Country: "LT"}})
	o.must(err)
	o.publish("alytus", alytus)
	o.run()
	own, found, err := o.OwnOf(o.Context(), who.Account)
	if err != nil || !found || len(own.Searches) != 2 || !slices.ContainsFunc(own.Searches, func(s follow.OwnSearch) bool {
		return s.Name == "Lithuania" && s.Filter == "country=LT" && len(s.Told) == 1
	}) {
		o.Errorf("%v %v %v", own, found, err)
	}
	o.must(o.DB.Write(o.Context(), func(tx *db.Tx) error { return o.Erase(o.Context(), tx, who.Account) }))
	if own, found, err := o.OwnOf(o.Context(), who.Account); err != nil || found {
		o.Errorf("left: %v, %v", own, err)
	}
}

// The mail arrives at a real server, in text and HTML, with the header by which mail
// programs end it.
func TestTheMailArrives(t *testing.T) {
	sink := mailtest.Start(t)
	rooms := worldtest.Open(t)
	o := newOffice(t, rooms, clocktest.At(time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)), secret.New())
	o.person("Sokolka", "uk", sokolka)
	o.publish("alytus", alytus, func(r *seek.Request) {
		r.Texts["uk"] = seek.Text{Title: "Шукаємо партнера <громаду>", Seeks: "Громаду"}
	})
	if n := o.run(); len(n) != 1 {
		t.Fatalf("%d mails", len(n))
	}
	server, err := mail.ParseServer("smtp://"+sink.SMTP, "office@partners.example.org")
	o.must(err)
	o.must(mail.NewSender(o.Outbox, mail.SenderOptions{Server: &server}).Drain(t.Context()))
	all := sink.Messages()
	if len(all) != 1 || all[0].Subject != "Шукають партнера: нових заявок — 1" {
		t.Fatalf("%v", all)
	}
	if !regexp.MustCompile(`(?s)List-Unsubscribe: <https://partners.example.org/uk/searches/stop\?key=`).MatchString(unfolded(sink.Raw(all[0].ID))) {
		t.Error("the header does not name the page that ends them")
	}
	raw := string(sink.Raw(all[0].ID))
	for _, want := range []string{"List-Unsubscribe-Post: List-Unsubscribe=One-Click", "text/plain", "text/html"} {
		if !strings.Contains(raw, want) {
			t.Errorf("the mail lacks %q", want)
		}
	}
	if strings.Contains(raw, "<громаду>") {
		t.Error("a title is taken for HTML")
	}
}

// unfolded are the headers of a mail, each on one line.
func unfolded(raw []byte) string { return strings.ReplaceAll(string(raw), "\r\n ", "") }
