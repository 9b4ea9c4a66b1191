package press_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

var (
	writer = people.Actor{Account: "writer"}
	other  = people.Actor{Account: "other"}
	now    time.Time // zero: at once
)

// room is a store with what a test does in it.
type room struct {
	*testing.T
	ctx   context.Context
	d     *db.DB
	log   *people.Log
	clock *clocktest.Clock
	store *press.Store
}

// each runs fn on every engine, with a clock that the test moves.
func each(t *testing.T, fn func(r *room)) {
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, d *db.DB) {
		c.Add(dbtest.Today.Sub(c.Now())) // the engine before moved it
		r := &room{T: t, ctx: t.Context(), d: d, clock: c, log: people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))}
		r.store = press.NewStore(d, r.log, c, nil)
		fn(r)
	})
}

func (r *room) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func written(title, body string) press.Content {
	return press.Content{Title: title, Body: body, Origin: press.Written}
}

func (r *room) article(language, title string) string {
	r.Helper()
	id, err := r.store.Create(r.ctx, writer, press.New{Kind: press.Article, Language: language, Content: written(title, "Text.")})
	r.must(err)
	return id
}

func (r *room) text(id, language string) press.Text {
	r.Helper()
	i, err := r.store.Item(r.ctx, id)
	r.must(err)
	t, ok := i.Text(language)
	if !ok {
		r.Fatalf("there is no text in %s", language)
	}
	return t
}

func (r *room) save(id, language string, c press.Content) press.Text {
	r.Helper()
	r.must(r.store.Save(r.ctx, writer, id, language, r.text(id, language).Version, c, ""))
	return r.text(id, language)
}

func (r *room) publish(id, language string, at time.Time) {
	r.Helper()
	r.must(r.store.Publish(r.ctx, writer, id, language, at, markup.Nothing))
}

// shown is the title that the public sees at an address, "" for nothing.
func (r *room) shown(language, slug string) string {
	r.Helper()
	s, _, ok, err := r.store.At(r.ctx, press.Article, language, slug)
	r.must(err)
	if !ok {
		return ""
	}
	return s.Title
}

func field(t *testing.T, err error, name, key string) {
	t.Helper()
	if errs.FieldOf(err) != name || errs.PublicOf(err).Key != key {
		t.Errorf("field %q, %q; want %q, %q (%v)", errs.FieldOf(err), errs.PublicOf(err).Key, name, key, err)
	}
}

func TestADraftIsNotPublicAndAPublicTextStaysWhileTheNextIsWritten(t *testing.T) {
	each(t, func(r *room) {
		id := r.article("pl", "Konferencja miast partnerskich")
		slug := r.text(id, "pl").Slug
		if slug != "konferencja-miast-partnerskich" || r.shown("pl", slug) != "" {
			t.Errorf("slug %q, shown %q", slug, r.shown("pl", slug))
		}
		r.publish(id, "pl", now)
		r.save(id, "pl", written("Konferencja w Białymstoku", "Inny tekst."))
		if got := r.shown("pl", slug); got != "Konferencja miast partnerskich" {
			t.Errorf("the public sees %q while the next is written", got)
		}
		if s := r.text(id, "pl").State(r.clock.Now()); s != press.Changed {
			t.Errorf("state %s", s)
		}
		r.clock.Add(time.Hour)
		r.publish(id, "pl", now)
		s, _, _, err := r.store.At(r.ctx, press.Article, "pl", slug)
		r.must(err)
		if s.Title != "Konferencja w Białymstoku" || !s.Since.Equal(dbtest.Today) {
			t.Errorf("%q since %s: an article keeps the day on which it first was public", s.Title, s.Since)
		}
	})
}

func TestAScheduledTextBecomesPublicByTheClock(t *testing.T) {
	each(t, func(r *room) {
		id := r.article("pl", "Nabór wniosków")
		field(t, r.store.Publish(r.ctx, writer, id, "pl", r.clock.Now(), markup.Nothing), "at", "error.press.past")
		field(t, r.store.Publish(r.ctx, writer, id, "pl", r.clock.Now().AddDate(20, 0, 0), markup.Nothing), "at", "error.press.far")
		monday := r.clock.Now().Add(48 * time.Hour)
		r.publish(id, "pl", monday)
		before, err := r.store.Mark(r.ctx, 1)
		r.must(err)
		r.clock.Add(48*time.Hour - time.Microsecond)
		if r.shown("pl", "nabor-wnioskow") != "" || r.text(id, "pl").State(r.clock.Now()) != press.Scheduled {
			t.Error("it is public too early")
		}
		r.clock.Add(time.Microsecond)
		after, err := r.store.Mark(r.ctx, 1)
		r.must(err)
		if r.shown("pl", "nabor-wnioskow") != "Nabór wniosków" || before == after {
			t.Errorf("at its time: %q, marks %q and %q", r.shown("pl", "nabor-wnioskow"), before, after)
		}
		all, err := r.store.List(r.ctx, press.Asked{Kind: press.Article, Language: "pl", Year: 2026})
		r.must(err)
		if len(all) != 1 || !all[0].Since.Equal(monday) {
			t.Errorf("listed: %+v", all)
		}
		// a change that is scheduled leaves what is public alone
		r.save(id, "pl", written("Nabór wniosków trwa", "Text."))
		r.publish(id, "pl", r.clock.Now().Add(time.Hour))
		if got := r.shown("pl", "nabor-wnioskow"); got != "Nabór wniosków" {
			t.Errorf("the public sees %q before the time of the change", got)
		}
		r.must(r.store.Unschedule(r.ctx, writer, id, "pl"))
		r.clock.Add(2 * time.Hour)
		if got := r.shown("pl", "nabor-wnioskow"); got != "Nabór wniosków" {
			t.Errorf("after the schedule was taken back: %q", got)
		}
	})
}

func TestWithdrawingCanBeTakenBack(t *testing.T) {
	each(t, func(r *room) {
		id := r.article("pl", "Spotkanie")
		r.publish(id, "pl", now)
		if _, err := r.store.Withdraw(r.ctx, writer, id, "de", ""); errs.KindOf(err) != errs.Conflict {
			t.Errorf("withdrawn in a language in which it is not: %v", err)
		}
		undo, err := r.store.Withdraw(r.ctx, writer, id, "", "a mistake")
		r.must(err)
		if r.shown("pl", "spotkanie") != "" {
			t.Error("it is still shown")
		}
		take := func(who people.Actor) error {
			return r.log.Change(r.ctx, who, func(tx *db.Tx, note func(people.Entry)) error { return r.store.Undo(r.ctx, tx, note, who, undo) })
		}
		if take(other) == nil {
			t.Error("another person took it back")
		}
		r.must(take(writer))
		if r.shown("pl", "spotkanie") != "Spotkanie" || take(writer) == nil {
			t.Error("it is not back, or could be taken back twice")
		}
		undo, err = r.store.Discard(r.ctx, writer, id, "")
		r.must(err)
		if all, _ := r.store.All(r.ctx); len(all) != 0 || r.shown("pl", "spotkanie") != "" {
			t.Error("what was thrown away is still there")
		}
		r.must(take(writer))
		if all, _ := r.store.All(r.ctx); len(all) != 1 || r.shown("pl", "spotkanie") == "" {
			t.Error("it is not back")
		}
	})
}

func TestSlugs(t *testing.T) {
	each(t, func(r *room) {
		first, second := r.article("pl", "Goście z Grodna"), r.article("pl", "Goście z Grodna")
		if a, b := r.text(first, "pl").Slug, r.text(second, "pl").Slug; a != "goscie-z-grodna" || b != "goscie-z-grodna-2" {
			t.Errorf("slugs %q and %q of the same title", a, b)
		}
		if other := r.article("en", "Goście z Grodna"); r.text(other, "en").Slug != "goscie-z-grodna" {
			t.Error("another language has slugs of its own")
		}
		chosen := written("Inny", "Text.")
		chosen.Slug = "goscie-z-grodna"
		err := r.store.Save(r.ctx, writer, second, "pl", r.text(second, "pl").Version, chosen, "")
		field(t, err, "slug", "error.press.slug_taken")
		r.publish(first, "pl", now)
		moved := written("Goście z Grodna i Lwowa", "Text.")
		moved.Slug = "goscie"
		r.save(first, "pl", moved)
		if s, _, ok, _ := r.store.At(r.ctx, press.Article, "pl", "goscie"); !ok || s.Slug != "goscie-z-grodna" {
			t.Errorf("a slug of a draft leads to %q", s.Slug)
		}
		r.publish(first, "pl", now)
		if s, _, ok, err := r.store.At(r.ctx, press.Article, "pl", "goscie-z-grodna"); !ok || s.Slug != "goscie" {
			t.Errorf("the old slug leads to %q, %v", s.Slug, err)
		}
		field(t, r.store.Save(r.ctx, writer, second, "pl", r.text(second, "pl").Version, chosen, ""), "slug", "error.press.slug_taken")
		for _, bad := range []string{"Goście", "a b", "a--b", "-a", "a/b", "../a", strings.Repeat("a", 71)} {
			chosen.Slug = bad
			if err := r.store.Save(r.ctx, writer, second, "pl", r.text(second, "pl").Version, chosen, ""); errs.FieldOf(err) != "slug" {
				t.Errorf("%q is taken as a slug: %v", bad, err)
			}
		}
	})
}

func TestTranslationsKnowWhatTheyFit(t *testing.T) {
	each(t, func(r *room) {
		id := r.article("pl", "Miasta")
		origin := r.text(id, "pl")
		german := press.Content{Title: "Städte", Body: "Text.", Origin: press.Person, Of: "pl", OfWords: origin.Words}
		r.must(r.store.Translate(r.ctx, writer, id, "de", 0, german))
		stale := func() bool {
			i, err := r.store.Item(r.ctx, id)
			r.must(err)
			text, _ := i.Text("de")
			return i.Stale(text)
		}
		if stale() {
			t.Error("stale from the start")
		}
		moved := origin.Content
		moved.Slug = "nasze-miasta"
		if r.save(id, "pl", moved); stale() {
			t.Error("another address makes no other words")
		}
		r.publish(id, "pl", now)
		r.publish(id, "de", now)
		if s, _, _, _ := r.store.At(r.ctx, press.Article, "de", "stadte"); s.Stale || len(s.Languages) != 2 {
			t.Errorf("public: stale %t in %v", s.Stale, s.Languages)
		}
		moved.Body = "Text, i to nowy."
		if r.save(id, "pl", moved); !stale() {
			t.Error("not stale after the words changed")
		}
		if s, _, _, _ := r.store.At(r.ctx, press.Article, "de", "stadte"); s.Stale {
			t.Error("the public is told of words that it cannot read")
		}
		r.publish(id, "pl", now)
		if s, _, _, _ := r.store.At(r.ctx, press.Article, "de", "stadte"); !s.Stale {
			t.Error("the public is not told that the original is newer")
		}
		german.OfWords = r.text(id, "pl").Words
		r.must(r.store.Translate(r.ctx, writer, id, "de", r.text(id, "de").Version, german))
		if stale() {
			t.Error("still stale after somebody said that it fits")
		}
		for name, bad := range map[string]press.Content{
			"of nothing":      {Title: "a", Origin: press.Person},
			"of itself":       {Title: "a", Origin: press.Person, Of: "fr"},
			"of what is not":  {Title: "a", Origin: press.Machine, Of: "lt"},
			"no translation":  {Title: "a", Origin: press.Written, Of: "pl"},
			"without a claim": {Title: "a"},
		} {
			if err := r.store.Translate(r.ctx, writer, id, "fr", 0, bad); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAnotherLanguageIsOffered(t *testing.T) {
	each(t, func(r *room) {
		id := r.article("pl", "Miasta")
		r.publish(id, "pl", now)
		r.must(r.store.Translate(r.ctx, writer, id, "de", 0, press.Content{Title: "Städte", Body: "x", Origin: press.Person, Of: "pl"}))
		_, others, ok, err := r.store.At(r.ctx, press.Article, "de", "stadte")
		if err != nil || ok || !slices.Equal(others, []press.Version{{Language: "pl", Slug: "miasta"}}) {
			t.Errorf("shown %t, others %v, %v", ok, others, err)
		}
		if _, _, ok, _ := r.store.At(r.ctx, press.Page, "pl", "miasta"); ok {
			t.Error("an article stands among the pages")
		}
	})
}

func TestTwoAtOnce(t *testing.T) {
	each(t, func(r *room) {
		id := r.article("pl", "Miasta")
		seen := r.text(id, "pl").Version
		r.must(r.store.Save(r.ctx, other, id, "pl", seen, written("Miasta i gminy", "Text."), "precision"))
		err := r.store.Save(r.ctx, writer, id, "pl", seen, written("Nasze miasta", "Text."), "")
		if errs.KindOf(err) != errs.Conflict {
			t.Fatalf("both were kept: %v", err)
		}
		after, err := r.store.Since(r.ctx, id, "pl", seen)
		if err != nil || len(after) != 1 || after[0].By != "other" || after[0].Note != "precision" {
			t.Errorf("since: %+v, %v", after, err)
		}
		// another language and the item's own fields are not in the way
		r.must(r.store.Translate(r.ctx, writer, id, "de", 0, press.Content{Title: "Städte", Origin: press.Person, Of: "pl"}))
		i, err := r.store.Item(r.ctx, id)
		r.must(err)
		r.must(r.store.SaveOwn(r.ctx, writer, id, i.OwnVersion, press.Own{Tags: []string{"Konferencja", "konferencja", " "}}, ""))
		if err := r.store.SaveOwn(r.ctx, other, id, i.OwnVersion, press.Own{}, ""); errs.KindOf(err) != errs.Conflict {
			t.Errorf("own fields: %v", err)
		}
		if i, _ = r.store.Item(r.ctx, id); !slices.Equal(i.Tags, []string{"Konferencja"}) {
			t.Errorf("tags %q", i.Tags)
		}
	})
}

func TestAnEarlierTextIsRestoredAsTheDraft(t *testing.T) {
	each(t, func(r *room) {
		id := r.article("pl", "Miasta")
		first := r.text(id, "pl")
		r.publish(id, "pl", now)
		second := r.save(id, "pl", written("Miasta i gminy", "Dłuższy tekst."))
		r.must(r.store.Restore(r.ctx, writer, id, "pl", second.Version, first.Version))
		if got := r.text(id, "pl"); got.Title != "Miasta" || got.Version <= second.Version {
			t.Errorf("%+v", got)
		}
		revisions, err := r.store.Revisions(r.ctx, id, "pl")
		if err != nil || len(revisions) != 3 || revisions[0].Cause != press.CauseRestore || revisions[1].Title != "Miasta i gminy" {
			t.Errorf("%+v, %v", revisions, err)
		}
		if err := r.store.Restore(r.ctx, writer, id, "pl", second.Version, first.Version); errs.KindOf(err) != errs.Conflict {
			t.Errorf("restored over what is newer: %v", err)
		}
	})
}

func TestWhatIsMissingBeforeItIsPublic(t *testing.T) {
	each(t, func(r *room) {
		for _, c := range []struct {
			kind       press.Kind
			content    press.Content
			field, key string
		}{
			{press.Article, written("", "x"), "title", "error.press.no_title"},
			{press.Article, written("?!", "x"), "slug", "error.press.no_slug"},
			{press.Article, written("a", ""), "body", "error.press.no_body"},
			{press.Article, written("a", "[x](javascript:y)"), "body", "error.press.markup.link"},
			{press.Article, written("a", "![x](https://example.org/a.png)"), "body", "error.press.markup.image"},
			{press.Practice, written("a", "x"), "result", "error.press.no_result"},
		} {
			id, err := r.store.Create(r.ctx, writer, press.New{Kind: c.kind, Language: "pl", Content: c.content})
			r.must(err)
			field(t, r.store.Publish(r.ctx, writer, id, "pl", now, markup.Nothing), c.field, c.key)
		}
	})
}

func TestPreviewsAreSecretAndEnd(t *testing.T) {
	each(t, func(r *room) {
		id := r.article("pl", "Miasta")
		key, err := r.store.Preview(r.ctx, writer, id, "pl")
		r.must(err)
		if i, language, until, err := r.store.Previewed(r.ctx, key); err != nil || i.ID != id || language != "pl" || !until.Equal(r.clock.Now().Add(press.PreviewLife)) {
			t.Errorf("%s %s %s %v", i.ID, language, until, err)
		}
		gone := func(key string) bool {
			_, _, _, err := r.store.Previewed(r.ctx, key)
			return errs.KindOf(err) == errs.NotFound
		}
		if !gone("") || !gone(key[1:]) {
			t.Error("a key that is none opens a draft")
		}
		r.clock.Add(press.PreviewLife)
		if !gone(key) {
			t.Error("the link leads there for ever")
		}
		if key, err = r.store.Preview(r.ctx, writer, id, "pl"); err != nil || gone(key) {
			t.Error(err)
		}
		r.must(r.store.EndPreviews(r.ctx, writer, id, "pl"))
		if !gone(key) {
			t.Error("the link was ended and leads there")
		}
	})
}

func TestLists(t *testing.T) {
	each(t, func(r *room) {
		var ids []string
		for _, title := range []string{"Pierwszy", "Drugi", "Trzeci"} {
			id := r.article("pl", title)
			r.must(r.store.SaveOwn(r.ctx, writer, id, 1, press.Own{
				Tags: []string{"Konferencja", title}, Topics: []string{"culture", "nonsense"}, Links: []press.Link{{Kind: press.OfPlace, Target: "776069"}, {Kind: press.OfPlace, Target: "776069"}},
			}, ""))
			r.publish(id, "pl", now)
			ids = append(ids, id)
			r.clock.Add(200 * 24 * time.Hour)
		}
		r.article("pl", "Szkic")
		list := func(a press.Asked) (titles []string) {
			a.Kind, a.Language = press.Article, "pl"
			all, err := r.store.List(r.ctx, a)
			r.must(err)
			for _, s := range all {
				titles = append(titles, s.Title)
			}
			return titles
		}
		for _, c := range []struct {
			asked press.Asked
			want  string
		}{
			{press.Asked{}, "Trzeci Drugi Pierwszy"},
			{press.Asked{Most: 2}, "Trzeci Drugi"},
			{press.Asked{Year: 2026}, "Pierwszy"},
			{press.Asked{Year: 2027}, "Trzeci Drugi"},
			{press.Asked{Tag: "drugi"}, "Drugi"},
			{press.Asked{Topic: "culture", Most: 1}, "Trzeci"},
			{press.Asked{Topic: "sport"}, ""},
			{press.Asked{About: press.Link{Kind: press.OfPlace, Target: "776069"}}, "Trzeci Drugi Pierwszy"},
			{press.Asked{About: press.Link{Kind: press.OfPlace, Target: "627904"}}, ""},
		} {
			if got := strings.Join(list(c.asked), " "); got != c.want {
				t.Errorf("%+v: %q, want %q", c.asked, got, c.want)
			}
		}
		years, err := r.store.Years(r.ctx, press.Article, "pl")
		if err != nil || !slices.Equal(years, []press.Count{{Value: "2027", N: 2}, {Value: "2026", N: 1}}) {
			t.Errorf("years %v, %v", years, err)
		}
		all, _ := r.store.List(r.ctx, press.Asked{Kind: press.Article, Language: "pl"})
		if tags := press.Tags(all); tags[0] != (press.Count{Value: "Konferencja", N: 3}) || len(tags) != 4 {
			t.Errorf("tags %v", tags)
		}
		n := 0
		for s, err := range r.store.Public(r.ctx, "pl") {
			r.must(err)
			if n++; !slices.Contains(ids, s.ID) || len(s.Links) != 1 || len(s.Topics) != 1 {
				t.Errorf("public: %+v", s)
			}
		}
		if n != 3 {
			t.Errorf("%d are public", n)
		}
	})
}
