package papers_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/letter"
	"twintown/internal/meeting/papers"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/pdf"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// towns are what a test's places are called.
type towns map[int64]struct{ pl, own, country string }

func (t towns) DisplayName(id int64, language string) string {
	if language == "pl" {
		return t[id].pl
	}
	return t[id].own
}
func (t towns) Country(id int64) string { return t[id].country }
func (t towns) OwnName(id int64) string { return t[id].own }

// maker makes papers with three towns.
func maker(t testing.TB) *papers.Maker {
	t.Helper()
	fonts, err := pdf.Load()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return papers.NewMaker(letter.New(fonts, catalog), catalog, towns{1: {"Sokółka", "Sokółka", "PL"}, 2: {"Kowno", "Kaunas", "LT"}, 3: {"Tarnopol", "Тернопіль", "UA"}})
}

// job is a meeting to which two delegations come and one does not.
func job(paper letter.Paper) papers.Job {
	m := meeting.Meeting{Facts: meeting.Facts{
		From: partnership.On(2027, 5, 13), To: partnership.On(2027, 5, 15), Place: 1, Zone: "Europe/Warsaw", Organisers: []string{"Urząd Miejski w Sokółce"},
	}}
	m.Texts = []press.Text{{Language: "pl", Content: press.Content{Title: "Forum miast"}}, {Language: "lt", Content: press.Content{Title: "Miestų forumas"}}}
	group := func(id string, place int64, language string, state delegation.State, names ...string) papers.Group {
		g := papers.Group{Delegation: delegation.Delegation{ID: id, Place: place, Language: language, State: state, Quota: 3}, Link: "https://example.org/" + language + "/guest/secret-" + id}
		for _, name := range names {
			g.Members = append(g.Members, delegation.Member{Profile: delegation.Profile{Name: name, Role: delegation.Delegate}, Code: "code-" + id})
		}
		return g
	}
	j := papers.Job{
		Paper: paper, Meeting: m, Today: lang.Date{Year: 2026, Month: 11, Day: 26},
		Conference: delegation.Conference{Ends: time.Date(2027, 5, 15, 22, 0, 0, 0, time.UTC)},
		Groups: []papers.Group{
			group("a", 2, "lt", delegation.Accepted, "Pirmas Narys", "Antras Narys"),
			group("b", 3, "uk", delegation.Accepted, "Перший Учасник"),
			group("c", 2, "lt", delegation.Declined, "Neatvyks Niekas"),
		},
	}
	j.Groups[0].Members[1].Visa = delegation.Visa{Wanted: true, Name: "NARYS ANTRAS", Born: "1980-02-01", Nationality: "LT", Document: "LT123456"}
	return j
}

// read is the text of a file as poppler reads it.
func read(t testing.TB, file []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestEachPaperIsForWhomItIsFor(t *testing.T) {
	m := maker(t)
	for _, c := range []struct {
		paper         letter.Paper
		there, absent []string
	}{
		{letter.Invite, []string{"Kvietimas", "Miestų forumas", "secret-a", "Запрошення", "secret-b", "Kaunas", "15 травня 2027"}, []string{"secret-c", "Narys"}},
		{letter.VisaLetter, []string{"NARYS ANTRAS", "LT123456", "Urząd Miejski w Sokółce"}, []string{"Pirmas", "Учасник"}},
		{letter.Badge, []string{"Pirmas", "Учасник", "Kowno", "Kaunas", "Forum miast", "Litwa · Lietuva"}, []string{"Niekas"}},
		{letter.Attendance, []string{"Pirmas Narys", "Antras Narys", "Перший Учасник", "Tarnopol, Ukraina"}, []string{"Niekas"}},
		{letter.Certificate, []string{"Pirmas Narys", "Dalyvavimo pažymėjimas", "Свідоцтво про участь"}, []string{"Niekas"}},
		{letter.TableCard, []string{"Kowno", "Tarnopol", "Тернопіль"}, []string{"Narys"}},
	} {
		file, err := m.One(job(c.paper))
		if err != nil {
			t.Errorf("%s: %v", c.paper, err)
			continue
		}
		text := read(t, file)
		for _, want := range c.there {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %s", c.paper, want, text)
			}
		}
		for _, no := range c.absent {
			if strings.Contains(text, no) {
				t.Errorf("%s: %q is in %s", c.paper, no, text)
			}
		}
	}
}

// A deadline is the last moment of a day: the letter names that day, as the mail does.
func TestTheDeadlineIsTheDayThatEndsThen(t *testing.T) {
	j := job(letter.Invite)
	j.Conference.Deadline = time.Date(2027, 4, 30, 22, 0, 0, 0, time.UTC)
	file, err := maker(t).One(j)
	if err != nil {
		t.Fatal(err)
	}
	if text := read(t, file); !strings.Contains(text, "2027 m. balandžio 30 d.") || strings.Contains(text, "gegužės 1 d.") {
		t.Errorf("until when do they answer? %s", text)
	}
}

// Where anybody was checked in at the door, certificates are for those who were.
func TestACertificateIsForWhoCame(t *testing.T) {
	j := job(letter.Certificate)
	j.Groups[0].Members[0].ID, j.Groups[0].Members[1].ID = "first", "second"
	j.Came = map[string]bool{"second": true}
	file, err := maker(t).One(j)
	if err != nil {
		t.Fatal(err)
	}
	if text := read(t, file); !strings.Contains(text, "Antras Narys") || strings.Contains(text, "Pirmas") || strings.Contains(text, "Учасник") {
		t.Errorf("for whom: %s", text)
	}
}

func TestAProtectedMeetingNamesNobody(t *testing.T) {
	m := maker(t)
	for _, paper := range []letter.Paper{letter.Badge, letter.Attendance} {
		j := job(paper)
		j.Conference.Protected = true
		file, err := m.One(j)
		if err != nil {
			t.Fatal(err)
		}
		for _, no := range []string{"Narys", "Учасник", "Kowno", "Kaunas"} {
			if text := read(t, file); strings.Contains(text, no) {
				t.Errorf("%s: %q is in %s", paper, no, text)
			}
		}
		j.Settings.Shows = letter.ShowName // the organiser decided
		if file, err = m.One(j); err != nil || !strings.Contains(read(t, file), "Narys") {
			t.Errorf("%s: what the organiser chose is not printed, %v", paper, err)
		}
		j.Groups = j.Groups[:1]
		files, err := m.Each(j)
		if err != nil || len(files) != 1 || files[0].Name != "a.pdf" {
			t.Errorf("%s: %d files, %v", paper, len(files), err)
		}
	}
}

func TestOneFileForEachDelegationThatNeedsOne(t *testing.T) {
	m := maker(t)
	files, err := m.Each(job(letter.VisaLetter))
	if err != nil || len(files) != 1 || files[0].Name != "Kowno.pdf" {
		t.Errorf("%+v, %v", files, err)
	}
	empty := job(letter.Badge)
	empty.Groups = empty.Groups[2:]
	if _, err := m.Each(empty); errs.KindOf(err) != errs.NotFound {
		t.Errorf("badges for those who do not come: %v", err)
	}
}

func TestTheOrganisersOwnWordsAndHostArePrinted(t *testing.T) {
	j := job(letter.Invite)
	j.Groups = j.Groups[:1]
	j.Settings = papers.Settings{
		Host:  papers.Host{Name: "Ośrodek Kultury", Signer: "Podpisujący", City: "Sokółka"},
		Texts: map[letter.Paper]map[string]string{letter.Invite: {"lt": "Sveiki atvykę.\nKada: {dates}"}},
	}
	file, err := maker(t).One(j)
	if err != nil {
		t.Fatal(err)
	}
	text := read(t, file)
	for _, want := range []string{"Sveiki atvykę.", "2027 m. gegužės 13–15 d.", "Ośrodek Kultury", "Podpisujący", "Sokółka, 2026 m. lapkričio 26 d."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if strings.Contains(text, "Gerbiamieji") {
		t.Errorf("the default text is there, too: %s", text)
	}
}

func TestSettingsAreKeptAndAnothersChangeIsNotOverwritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		key, c := secret.New(), clocktest.At(dbtest.Today)
		log := people.NewLog(d, key, filepath.Join(t.TempDir(), "anchors"))
		id, err := meeting.NewStore(d, log, press.NewStore(d, log, c, nil)).Create(t.Context(), people.System(), meeting.New{
			Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: "Konferencja", Origin: press.Written},
		})
		if err != nil {
			t.Fatal(err)
		}
		guests := delegation.NewStore(d, log, key, c, nil)
		if err := guests.SaveConference(t.Context(), people.System(), delegation.Conference{Meeting: id, Ends: c.Now().AddDate(0, 6, 0)}); err != nil {
			t.Fatal(err)
		}
		s := papers.NewStore(d, log, []string{"pl", "lt"})
		first, err := s.Settings(t.Context(), id)
		if err != nil || first.Version != 0 {
			t.Fatalf("%+v, %v", first, err)
		}
		first.Shows, first.Texts = letter.ShowNumber, map[letter.Paper]map[string]string{letter.Invite: {"lt": "Kada: {dates}"}}
		if err := s.Save(t.Context(), people.System(), id, first); err != nil {
			t.Fatal(err)
		}
		now, err := s.Settings(t.Context(), id)
		if err != nil || now.Version != 1 || now.Shows != letter.ShowNumber || now.Text(letter.Invite, "lt") != "Kada: {dates}" {
			t.Errorf("kept %+v, %v", now, err)
		}
		if err := s.Save(t.Context(), people.System(), id, first); errs.KindOf(err) != errs.Conflict {
			t.Errorf("saved over another's change: %v", err)
		}
		for name, bad := range map[string]papers.Settings{
			"an unknown showing":  {Version: 1, Shows: "face"},
			"an unknown payer":    {Version: 1, Costs: letter.Costs{Meals: "nobody"}},
			"another language":    {Version: 1, Texts: map[letter.Paper]map[string]string{letter.Invite: {"xx": "a"}}},
			"a paper without one": {Version: 1, Texts: map[letter.Paper]map[string]string{letter.Badge: {"lt": "a"}}},
			"a name in a clause":  {Version: 1, Texts: map[letter.Paper]map[string]string{letter.Invite: {"lt": "a {dates} b"}}},
			"a long name":         {Version: 1, Host: papers.Host{Name: strings.Repeat("x", 300)}},
		} {
			if err := s.Save(t.Context(), people.System(), id, bad); errs.KindOf(err) != errs.Invalid && errs.KindOf(err) != errs.TooLarge {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
