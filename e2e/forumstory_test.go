//go:build e2e

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// TestATalkLeavesAContact tells of a forum: two towns wish for each other on their phones,
// the organiser plans and releases, both are told in their language, and what both say after
// their talk is a contact that the organiser finds, though neither learns what the other said.
func TestATalkLeavesAContact(t *testing.T) {
	i := install(t)
	id, links := i.forumAtNoon(guestTown{kaunas, "lt", "kaunas@example.org"}, guestTown{sokolka, "pl", "sokolka@example.org"})
	cookie, _ := i.worker()
	o, kauno, sokolki := i.person(1280, 900), i.person(390, 844), i.person(390, 844)
	o.hasSession(cookie)

	o.collectsWishes(id)
	kauno.wishes(links[0]+"/forum", "Išsaugoti")
	sokolki.wishes(links[1]+"/forum", "Zapisz")
	o.open("/en/desk/meetings/" + id + "/forum")
	o.press("Plan the talks")
	o.sees("Kaunas", "Sokółka")
	o.keepScreenshot("forum-plan")
	o.press("Release the plan")
	for n, to := range []string{"kaunas@example.org", "sokolka@example.org"} {
		if link := i.letter(to, []string{"Sokulka", "Kowno"}[n]); !strings.Contains(link, links[n]+"/forum") {
			t.Errorf("the mail to %s leads to %q", to, link)
		}
	}
	kauno.saysOfTalk(links[0], "letter", "Mokyklų mainai nuo rudens")
	o.open("/en/desk/meetings/" + id + "/forum/contacts")
	o.sees("There are no contacts yet.")
	sokolki.saysOfTalk(links[1], "touch", "Najpierw rozmowa z radą")
	sokolki.keepScreenshot("forum-talk-pl")
	if text := sokolki.text("main"); strings.Contains(text, "Mokyklų") {
		t.Errorf("one side reads the other's note:\n%s", text)
	}
	o.open("/en/desk/meetings/" + id + "/forum/contacts")
	o.sees("Contacts: 1", "Kaunas", "Sokółka", "keep in touch", "want a letter of intent")
	o.keepScreenshot("forum-contacts")
	i.contactGoesOn()
	for _, b := range []*tab{o, kauno, sokolki} {
		b.quiet()
	}
}

// collectsWishes opens a forum of one hour with two tables.
func (b *tab) collectsWishes(meeting string) {
	b.t.Helper()
	b.open("/en/desk/meetings/" + meeting + "/forum")
	b.fill("hours.0", "09:00–10:00", "minutes", "15", "between", "5")
	b.set("map", "1, ., 2")
	b.press("Begin to collect wishes")
}

// wishes for a talk with the first town on the list, about culture.
func (b *tab) wishes(path, save string) {
	b.t.Helper()
	b.open(path)
	eval[bool](b, `document.querySelector('main .wish input[value="1"]').click() ?? true`)
	b.pick("topic", "culture")
	b.press(save)
}

// saysOfTalk says what a town wants after its talk, and why.
func (b *tab) saysOfTalk(link, want, note string) {
	b.t.Helper()
	b.open(link + "/forum")
	b.pick("want", want)
	b.do(chromedp.SetValue(chromedp.CSS("main .talk-word textarea"), note))
	before := eval[float64](b, `performance.timeOrigin`)
	eval[bool](b, `document.querySelector('main .talk-word button').click() ?? true`)
	b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
}

// contactGoesOn tells what an officer of Sokółka makes of the contact, one click each: a
// procedure that stands at the letter of intent, a letter to the other town, a request. What
// is known stands there already.
func (i *installation) contactGoesOn() {
	i.Helper()
	b, p := i.person(1280, 900), i.printer("pl")
	b.hasSession(i.officer("officer.sokolka@example.org", "pl", sokolka))
	i.officer("officer.kaunas.forum@example.org", "lt", kaunas)

	b.open("/pl/desk/conversations")
	b.follow("/conversations/new?")
	if greeted := eval[[]string](b, `[...document.querySelectorAll('main [name=phrase]:checked')].map(e => e.value)`); !slices.Contains(greeted, "met") {
		i.Errorf("the letter begins with %q", greeted)
	}
	b.set("text", "Dziękujemy za rozmowę.")
	b.press(p.T("relay.send"))
	b.sees("Dziękujemy za rozmowę.", "Kowno")

	b.open("/pl/desk/requests/new")
	b.follow("/requests/new?contact=")
	b.sees("Kowno")
	if filled := eval[string](b, `document.querySelector('main [name=seeks]').value + [...document.querySelectorAll('main [name=topics]:checked')].map(e => e.value)`); !strings.Contains(filled, "Kowno") || !strings.Contains(filled, "culture") {
		i.Errorf("the request begins with %q", filled)
	}
	b.press(p.T("desk.seek.begin"))
	b.sees("Kowno", p.T("seek.state.draft"))

	b.open("/pl/desk/procedures")
	b.press(p.T("procedure.begin.contact"))
	b.sees("Sokółka – Kowno", p.T("procedure.step.contact"))
	letter := pdfText(i.T, i.fileAt(b, "letter_of_intent", "pdf"))
	for _, words := range []string{"Sokółka", "Kowno", "Kaunas", "List intencyjny", "Ketinimų protokolas", p.T("topic.culture")} {
		if !strings.Contains(letter, words) {
			i.Errorf("the letter of intent lacks %q:\n%.1500s", words, letter)
		}
	}
	b.keepScreenshot("contact-procedure")
	b.quiet()
}

// officer makes an account of a confirmed officer and returns the cookie of her session.
func (i *installation) officer(email, language string, place int64) (cookie string) {
	i.Helper()
	d, err := db.Open(i.Context(), db.Options{DSN: i.dsn, Folder: i.folder})
	if err != nil {
		i.Fatal(err)
	}
	defer d.Close()
	key, err := secret.Open(i.folder, "")
	if err != nil {
		i.Fatal(err)
	}
	store, account := people.NewStore(d, people.NewLog(d, key, ""), key, clock.System()), ""
	err = store.Log().Change(i.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		account, err = store.Create(i.Context(), tx, note, people.NewAccount{Email: email, Name: "Officer", Language: language, Confirmed: true})
		if err == nil {
			_, err = store.Ask(i.Context(), tx, note, people.System(), people.Grant{Account: account, Role: people.Officer, Scope: people.AtPlace(place), State: people.Held})
		}
		return err
	})
	if err == nil {
		cookie, err = store.Begin(i.Context(), account, "", "Firefox, Linux", true, false)
	}
	if err != nil {
		i.Fatal(err)
	}
	return cookie
}

// printer says messages as the pages of a language do.
func (i *installation) printer(language string) *lang.Printer {
	i.Helper()
	catalog, err := messages.Default()
	if err != nil {
		i.Fatal(err)
	}
	return catalog.Printer(language)
}

// guestTown is a town that comes to a forum.
type guestTown struct {
	place           int64
	language, email string
}

// forumAtNoon is a meeting of today, in a zone in which it is noon, to which towns come: how
// they were invited is another story. It returns the paths of their pages.
func (i *installation) forumAtNoon(towns ...guestTown) (id string, links []string) {
	i.Helper()
	must := func(err error) {
		i.Helper()
		if err != nil {
			i.Fatal(err)
		}
	}
	d, err := db.Open(i.Context(), db.Options{DSN: i.dsn, Folder: i.folder})
	must(err)
	defer d.Close()
	key, err := secret.Open(i.folder, "")
	must(err)
	log, now, who := people.NewLog(d, key, ""), clock.System(), people.System()
	zone := "UTC"
	if ahead := 12 - now.Now().UTC().Hour(); ahead != 0 {
		zone = fmt.Sprintf("Etc/GMT%+d", -ahead) // the sign is that of POSIX
	}
	place, err := time.LoadLocation(zone)
	must(err)
	today := now.Now().In(place)
	id, err = meeting.NewStore(d, log, press.NewStore(d, log, now, nil)).Create(i.Context(), who, meeting.New{
		Kind: meeting.Forum, Language: "en", Content: press.Content{Title: "Towns at one table", Origin: press.Written},
		Facts: meeting.Facts{From: partnership.On(today.Year(), int(today.Month()), today.Day()), Zone: zone},
	})
	must(err)
	guests := delegation.NewStore(d, log, key, now, nil)
	must(guests.SaveConference(i.Context(), who, delegation.Conference{Meeting: id, Ends: today.AddDate(0, 0, 1)}))
	for _, x := range towns {
		one, err := guests.Add(i.Context(), who, delegation.Delegation{
			Meeting: id, Kind: delegation.Town, Place: x.place, Language: x.language, Quota: 2, Contact: delegation.Contact{Email: x.email},
		})
		must(err)
		group, err := guests.ByID(i.Context(), one)
		must(err)
		_, err = guests.Answer(i.Context(), who, one, group.Version, delegation.Answer{State: delegation.Accepted, Coming: 1, By: delegation.ByLetter})
		must(err)
		links = append(links, "/"+x.language+"/guest/"+guests.Link(group))
	}
	return id, links
}
