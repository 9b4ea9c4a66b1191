//go:build e2e

package e2e

import (
	"fmt"
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
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// TestATalkLeavesAContact tells of a forum: two towns wish for each other on their phones,
// the organiser plans and releases, both are told in their language, and what both say after
// their talk is a contact that the organiser finds, though neither learns what the other said.
func TestATalkLeavesAContact(t *testing.T) {
	i := install(t)
	id, links := i.forumAtNoon()
	cookie, _ := i.worker()
	o, kauno, sokolki := i.person(1280, 900), i.person(390, 844), i.person(390, 844)
	o.hasSession(cookie)

	o.open("/en/desk/meetings/" + id + "/forum")
	o.fill("hours.0", "09:00–10:00", "minutes", "15", "between", "5")
	o.set("map", "1, ., 2")
	o.press("Begin to collect wishes")
	for n, b := range []*tab{kauno, sokolki} {
		b.open(links[n] + "/forum")
		eval[bool](b, `document.querySelector('main .wish input[value="1"]').click() ?? true`)
		b.press([]string{"Išsaugoti", "Zapisz"}[n])
	}
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
	say := func(b *tab, link, want, note string) {
		b.open(link + "/forum")
		b.pick("want", want)
		b.do(chromedp.SetValue(chromedp.CSS("main .talk-word textarea"), note))
		before := eval[float64](b, `performance.timeOrigin`)
		eval[bool](b, `document.querySelector('main .talk-word button').click() ?? true`)
		b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
	}
	say(kauno, links[0], "letter", "Mokyklų mainai nuo rudens")
	o.open("/en/desk/meetings/" + id + "/forum/contacts")
	o.sees("There are no contacts yet.")
	say(sokolki, links[1], "touch", "Najpierw rozmowa z radą")
	sokolki.keepScreenshot("forum-talk-pl")
	if text := sokolki.text("main"); strings.Contains(text, "Mokyklų") {
		t.Errorf("one side reads the other's note:\n%s", text)
	}
	o.open("/en/desk/meetings/" + id + "/forum/contacts")
	o.sees("Contacts: 1", "Kaunas", "Sokółka", "keep in touch", "want a letter of intent")
	o.keepScreenshot("forum-contacts")
	for _, b := range []*tab{o, kauno, sokolki} {
		b.quiet()
	}
}

// forumAtNoon is a meeting of today, in a zone in which it is noon, to which Kaunas and
// Sokółka come: how they were invited is another story. It returns the paths of their pages.
func (i *installation) forumAtNoon() (id string, links []string) {
	i.Helper()
	must := func(err error) {
		i.Helper()
		if err != nil {
			i.Fatal(err)
		}
	}
	d, err := db.Open(i.Context(), db.Options{Folder: i.folder})
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
	for _, x := range []struct {
		place           int64
		language, email string
	}{{kaunas, "lt", "kaunas@example.org"}, {sokolka, "pl", "sokolka@example.org"}} {
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
