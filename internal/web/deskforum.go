package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/forum"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// forumPage is the forum of a meeting at the desk: its set-up, who wished, the plan as a
// grid, what could not be placed.
type forumPage struct {
	conferenceHead
	Form     *form    // the set-up
	DayNames []string // of the meeting's days
	Root     string   // address of the forum at the desk
	Version  int64    // 0: there is none yet
	State    string   // its name
	Stage    forum.State
	Closes   string // until when wishes are taken; "": as long as nothing is released
	Open     bool   // wishes are taken
	Sides    []forumSide
	Wished   int
	Missing  []string // who has not wished yet
	Lost     int      // delegations that do not come any more and have talks
	Sum      forumSum
	Tables   []string
	Rounds   []forumRound
	Talks    int
	Unplaced []forumUnplaced
	Pending  int // who would be told by a release
	Silent   int // of those, who have no address
	Planned  string
	Contacts int
	HandForm *form // what went wrong with a change by hand
	Choices  []option
	Spots    []optionGroup
	NoDays   bool // the meeting has no days yet
	Barred   []forumBarred
}

// forumSum is the sum of interest beside what no plan can pass.
type forumSum struct {
	Sum, Most int
	Share     float64 // 0: the bound is not known
}

// forumSide is a delegation in the list of those who take part.
type forumSide struct {
	ID, Name, Country string
	Wished            bool
	Gone              bool
	Talks, Wishes     int
	ListURL           string
}

// forumRound is a slot of the grid.
type forumRound struct {
	When  string
	Break string // hours of the break before it; "": none
	Cells []forumCell
}

// forumCell is a table in a slot.
type forumCell struct {
	Pick   string // value of its box
	Label  string // for those who hear it
	Names  []string
	Marks  []string
	Class  string
	WhyURL string
}

// forumUnplaced is a wish without a talk, and why.
type forumUnplaced struct {
	Names, Mark, Why string
	Spot             string // value by which it can be set now; "": it cannot
	Pick             string
}

// forumBarred is a talk that a person cancelled: the next plan leaves it out.
type forumBarred struct{ Names, Pick string }

// newForumPage fills the page as it stands.
func (s *Site) newForumPage(w http.ResponseWriter, r *http.Request, code string) (*forumPage, *crowd, error) {
	if s.rooms.Forums == nil {
		return nil, nil, errNoPage
	}
	head, err := s.newConference(w, r, code, "/forum", "forum")
	if err != nil {
		return nil, nil, err
	}
	v := &forumPage{conferenceHead: head}
	v.Root = v.Base + "/forum"
	c, err := s.crowdOf(r.Context(), v.Meeting)
	if err != nil {
		return nil, nil, err
	}
	f, err := s.rooms.Forums.Forum(r.Context(), v.Meeting.ID)
	v.NoDays = !v.Meeting.Exact()
	switch {
	case errs.KindOf(err) == errs.NotFound:
		f.Setup = forum.NewSetup(len(c.sides))
		if hours, err := s.forumHours(r, v.Meeting); err != nil {
			return nil, nil, err
		} else if hours != nil {
			f.Setup.Hours = hours
		}
	case err != nil:
		return nil, nil, err
	default:
		if err := s.fillForum(r, v, c, f); err != nil {
			return nil, nil, err
		}
	}
	v.HandForm = newForm(&v.page, nil)
	v.Form = newForm(&v.page, setupValues(f.Setup, v.Meeting.Location()))
	first := v.Meeting.From.Calendar()
	for i := range forum.Days(v.Meeting.Facts) {
		day := time.Date(first.Year, time.Month(first.Month), first.Day+i, 0, 0, 0, 0, time.UTC)
		v.DayNames = append(v.DayNames, v.p.Weekday(day.Weekday())+", "+v.p.Date(lang.DateOf(day)))
	}
	return v, c, nil
}

// setupValues are a set-up as its form has it.
func setupValues(u forum.Setup, zone *time.Location) url.Values {
	values := url.Values{"minutes": {strconv.Itoa(u.Minutes)}, "between": {strconv.Itoa(u.Between)}, "map": {u.Map}}
	for i, hours := range u.Hours {
		values.Set(hoursField(i), hours)
	}
	if u.Suggest {
		values.Set("suggest", "1")
	}
	if !u.Closes.IsZero() {
		values.Set("closes", u.Closes.In(zone).Format(momentForm))
	}
	return values
}

// momentForm is how a browser sends a moment.
const momentForm = "2006-01-02T15:04"

// Days are the fields for the hours of talks, one for each day of the meeting.
func (v *forumPage) Days() (all []fieldView) {
	for i, name := range v.DayNames {
		hint := ""
		if i == 0 {
			hint = "forum.hours.hint"
		}
		x := v.Form.Field(hoursField(i), "text", "forum.hours", hint, "off")
		x.Label = name
		all = append(all, x)
	}
	return all
}

// hoursField is the field for the hours of a day.
func hoursField(day int) string { return "hours." + strconv.Itoa(day) }

// fillForum fills what there is of a forum.
func (s *Site) fillForum(r *http.Request, v *forumPage, c *crowd, f forum.Forum) error {
	ctx, store, id := r.Context(), s.rooms.Forums, v.Meeting.ID
	v.Version, v.Stage, v.State = f.Version, f.State, v.t("forum.state."+string(f.State))
	v.Open = f.Open(s.clock.Now())
	if !f.Setup.Closes.IsZero() {
		at := f.Setup.Closes.In(v.Meeting.Location())
		v.Closes = v.p.Date(lang.DateOf(at)) + ", " + v.p.Clock(at)
	}
	if !f.Planned.IsZero() {
		at := f.Planned.In(v.Meeting.Location())
		v.Planned = v.p.Date(lang.DateOf(at)) + ", " + v.p.Clock(at)
	}
	talks, err := store.Talks(ctx, id)
	if err != nil {
		return err
	}
	parts, err := store.Parts(ctx, id)
	if err != nil {
		return err
	}
	wishes, err := store.AllWishes(ctx, id)
	if err != nil {
		return err
	}
	v.fillSides(c, parts, wishes, talks)
	v.fillGrid(c, f, talks, wishes)
	unplaced, err := store.Unplaced(ctx, id, c.sides, c.fits)
	if err != nil {
		return err
	}
	v.fillUnplaced(c, f, unplaced)
	pending, err := store.Pending(ctx, id, c.sides)
	if err != nil {
		return err
	}
	if v.Pending = len(pending); f.Edition == 0 {
		v.Pending = len(c.sides)
	}
	for side := range pending {
		if c.of[side].Contact.Email == "" {
			v.Silent++
		}
	}
	lost, err := store.Lost(ctx, id, c.sides)
	if err != nil {
		return err
	}
	v.Lost = len(lost)
	contacts, err := store.Contacts(ctx, id)
	v.Contacts = len(contacts)
	v.Sum = forumSum{Sum: f.Sum, Most: f.Most}
	if f.Most > 0 {
		v.Sum.Share = float64(f.Sum) / float64(f.Most)
	}
	return err
}

// fillSides lists who takes part.
func (v *forumPage) fillSides(c *crowd, parts map[string]forum.Part, wishes forum.All, talks []forum.Talk) {
	count := map[string]int{}
	for _, t := range talks {
		if t.Slot != 0 {
			count[t.A]++
			count[t.B]++
		}
	}
	for _, side := range c.sides {
		p := parts[side.ID]
		x := forumSide{ID: side.ID, Name: c.name(&v.page, side.ID), Country: c.country(&v.page, side.ID), Wished: !p.Wished.IsZero(), Gone: !p.Gone.IsZero(), Talks: count[side.ID]}
		x.ListURL = v.Root + "/lists#" + side.ID
		for _, place := range wishes[side.ID] {
			if place > 0 {
				x.Wishes++
			}
		}
		switch {
		case x.Wished:
			v.Wished++
		case !x.Gone:
			v.Missing = append(v.Missing, x.Name)
		}
		v.Sides = append(v.Sides, x)
		if !x.Gone {
			v.Choices = append(v.Choices, option{Value: side.ID, Name: x.Name})
		}
	}
	slices.SortFunc(v.Sides, func(a, b forumSide) int { return cmp.Or(v.p.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(v.Choices, v.byName)
	v.p.Collate(v.Missing)
}

// pickOf is the value of a talk's box: both delegations.
func pickOf(p forum.Pair) string { return p.A + "." + p.B }

// spotOf is the value of a free table's box.
func spotOf(slot int, table string) string { return "@" + strconv.Itoa(slot) + "@" + table }

// fillGrid draws the plan: a row for each slot, a column for each table.
func (v *forumPage) fillGrid(c *crowd, f forum.Forum, talks []forum.Talk, wishes forum.All) {
	at := map[forum.Spot]forum.Talk{}
	for _, t := range talks {
		switch {
		case t.Slot != 0:
			at[forum.Spot{Slot: t.Slot, Table: t.Table}] = t
			v.Talks++
		case t.Hand:
			v.Barred = append(v.Barred, forumBarred{c.pairName(&v.page, t.Pair), pickOf(t.Pair)})
		}
	}
	for _, table := range f.Setup.Tables {
		v.Tables = append(v.Tables, table.Name)
	}
	var before time.Time
	for _, slot := range f.Setup.Slots {
		begin, end := slot.At(v.Meeting.Facts)
		row := forumRound{When: v.slotText(v.Meeting.Facts, begin, end)}
		if pause := begin.Sub(before); !before.IsZero() && pause > time.Duration(f.Setup.Between)*time.Minute {
			row.Break = v.slotText(v.Meeting.Facts, before, begin)
		}
		before = end
		group := optionGroup{Name: row.When}
		for _, table := range f.Setup.Tables {
			spot := forum.Spot{Slot: slot.ID, Table: table.Name}
			cell := forumCell{Pick: spotOf(slot.ID, table.Name), Label: v.t("forum.free.at", "when", row.When, "table", table.Name), Class: "free"}
			if t, taken := at[spot]; taken {
				cell = v.cell(c, t, wishes, row.When)
			} else {
				group.Options = append(group.Options, option{Value: cell.Pick, Name: row.When + " · " + table.Name})
			}
			row.Cells = append(row.Cells, cell)
		}
		v.Rounds = append(v.Rounds, row)
		if len(group.Options) > 0 {
			v.Spots = append(v.Spots, group)
		}
	}
}

// cell is a talk in the grid.
func (v *forumPage) cell(c *crowd, t forum.Talk, wishes forum.All, when string) forumCell {
	side := func(id string) forum.Side {
		i := slices.IndexFunc(c.sides, func(s forum.Side) bool { return s.ID == id })
		if i < 0 {
			return forum.Side{ID: id}
		}
		return c.sides[i]
	}
	worth := forum.Judge(t.Pair, wishes, c.fits(side(t.A), side(t.B)), true)
	names := []string{c.name(&v.page, t.A), c.name(&v.page, t.B)}
	slices.SortFunc(names, v.p.Compare)
	cell := forumCell{
		Pick: pickOf(t.Pair), Names: names, Class: wishClass(worth), WhyURL: v.Root + "/talks/" + pickOf(t.Pair),
		Label: v.t("forum.talk.at", "names", strings.Join(names, " – "), "when", when, "table", t.Table),
	}
	cell.Marks = append(cell.Marks, v.t("forum.mark."+cell.Class))
	if t.Hand {
		cell.Marks = append(cell.Marks, v.t("forum.mark.hand"))
	}
	if worth.Fit.Caveat {
		cell.Marks = append(cell.Marks, v.t("forum.mark.caveat"))
	}
	return cell
}

// wishClass says who wished for a talk.
func wishClass(w forum.Worth) string {
	switch {
	case w.Mutual():
		return "both"
	case w.Wished():
		return "one"
	}
	return "ranked"
}

// fillUnplaced lists the wishes that have no talk.
func (v *forumPage) fillUnplaced(c *crowd, f forum.Forum, all []forum.Unplaced) {
	if f.State == forum.Wishes {
		return // nothing is placed yet
	}
	for _, u := range all {
		x := forumUnplaced{Names: c.pairName(&v.page, u.Pair), Mark: v.t("forum.mark." + wishClass(u.Worth)), Pick: pickOf(u.Pair)}
		x.Why = v.t("forum.unplaced."+string(u.Why), "name", c.name(&v.page, u.Full))
		if u.Why == forum.WhyPossible {
			slot, _ := f.Setup.Slot(u.Spot.Slot)
			begin, end := slot.At(v.Meeting.Facts)
			x.Spot = spotOf(u.Spot.Slot, u.Spot.Table)
			x.Why = v.t("forum.unplaced.possible", "when", v.slotText(v.Meeting.Facts, begin, end), "table", u.Spot.Table)
		}
		v.Unplaced = append(v.Unplaced, x)
	}
}

// deskForum shows the forum.
func (s *Site) deskForum(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newForumPage(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "forum", v)
}

// forumRoutes are the forum at the desk and for the delegations.
func (s *Site) forumRoutes() []Route {
	const desk, guest = "/desk/meetings/{meeting}/forum", "/guest/{token}/forum"
	do, own := people.MeetingGuests, people.GuestOwn
	return []Route{
		{get, desk, do, s.ofMeeting, Heavy, Never, s.deskForum, false},
		{post, desk + "/setup", do, s.ofMeeting, Light, Never, s.takeForumSetup, false},
		{post, desk + "/plan", do, s.ofMeeting, Heavy, Never, s.planForum, false},
		{post, desk + "/hand", do, s.ofMeeting, Heavy, Never, s.changeForum, false},
		{post, desk + "/release", do, s.ofMeeting, Light, Never, s.releaseForum, false},
		{post, desk + "/remind", do, s.ofMeeting, Light, Never, s.remindForum, false},
		{post, desk + "/sides", do, s.ofMeeting, Heavy, Never, s.changeForumSide, false},
		{get, desk + "/lists", do, s.ofMeeting, Heavy, Never, s.forumLists, false},
		{get, desk + "/talks/{talk}", do, s.ofMeeting, Heavy, Never, s.forumTalk, false},
		{get, desk + "/contacts", do, s.ofMeeting, Light, Never, s.forumContacts, false},

		{get, guest, own, s.ofGuest, Heavy, Never, s.guestForum, false},
		{post, guest, own, s.ofGuest, Heavy, Never, s.takeGuestForum, false},
		{get, guest + "/talks.ics", own, s.ofGuest, Light, Never, s.guestTalksCalendar, false},
		{post, guest + "/word", own, s.ofGuest, Light, Never, s.takeForumWord, false},
		{post, guest + "/leave", own, s.ofGuest, Heavy, Never, s.leaveForum, false},
		{post, guest + "/asks", own, s.ofGuest, Heavy, Never, s.askForTalk, false},
		{post, guest + "/asks/{ask}", own, s.ofGuest, Heavy, Never, s.answerAsk, false},
	}
}

// forumHours are the hours of talks by day, as the programme has them; nil where it has none.
func (s *Site) forumHours(r *http.Request, m meeting.Meeting) (hours []string, err error) {
	frame, ok := agenda.FrameOf(m.Facts)
	if s.rooms.Agendas == nil || !ok {
		return nil, nil
	}
	d, err := s.rooms.Agendas.Draft(r.Context(), m.ID)
	if err != nil {
		return nil, err
	}
	days := frame.Days()
	for _, x := range d.Sessions {
		at := slices.Index(days, x.Day)
		if x.Kind != agenda.Forum || x.Off || at < 0 || x.From == "" || x.Until == "" {
			continue
		}
		if hours == nil {
			hours = make([]string, len(days))
		}
		if hours[at] != "" {
			hours[at] += ", "
		}
		hours[at] += x.From + "–" + x.Until
	}
	return hours, nil
}
