package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/platform/lang"
	"twintown/internal/seek/relay"
)

// reportPage is where an officer tells the organiser what was written.
type reportPage struct {
	*conversationPage
	Form *form
	Why  fieldView
}

func (s *Site) newReport(w http.ResponseWriter, r *http.Request, code string) (*reportPage, error) {
	c, err := s.newConversationPage(w, r, code)
	if err != nil {
		return nil, err
	}
	v := &reportPage{conversationPage: c, Form: newForm(&c.page, nil)}
	v.fill()
	v.Title = v.t("relay.report.title")
	return v, nil
}

func (v *reportPage) fill() {
	v.Why = v.Form.Area("why", "relay.report.why", "relay.report.why.hint", 4)
	v.Why.Required, v.Why.Max = true, 1000
}

// reportConversation shows the form: the messages to tick.
func (s *Site) reportConversation(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newReport(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "conversation-report", v)
}

// takeReport tells the organiser.
func (s *Site) takeReport(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newReport(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "conversation-report", v, &v.Form, func(f *form) error {
		v.fill()
		var numbers []int64
		for _, x := range f.all("quote") {
			if n, err := strconv.ParseInt(x, 10, 64); err == nil {
				numbers = append(numbers, n)
			}
		}
		if _, err := s.rooms.Relay.Report(r.Context(), actorOf(r), v.c.ID, v.side, f.text("why"), numbers); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base, lang.Msg("relay.done.report"), v.Base+"/unreport")
	})
}

// townReports is the organiser's queue.
func (s *Site) townReports(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Relay == nil {
		return errNoPage
	}
	all, err := s.rooms.Relay.Reports(r.Context())
	if err != nil {
		return err
	}
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/reports", "/desk/reports")}
	v.Title, v.Lead = v.t("relay.reports"), v.t("relay.reports.lead")
	found := arrangeList(r.URL.Query(), s.reportList(&v.page, all))
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

func (s *Site) reportList(p *page, rows []relay.Report) listSpec[relay.Report] {
	states := []option{{Name: p.t("people.any")}}
	for _, x := range append([]relay.Decision{relay.Undecided}, relay.Decisions()...) {
		states = append(states, option{Value: string(x), Name: p.t("relay.decision." + string(x))})
	}
	waits := func(x relay.Report) int {
		if x.State == relay.Undecided {
			return 0
		}
		return 1
	}
	made := func(a, b relay.Report) int { return a.Made.Compare(b.Made) }
	return listSpec[relay.Report]{
		Path: "/desk/reports", Caption: "relay.reports", Empty: "relay.reports.empty", Rows: rows,
		ID: func(x relay.Report) string { return x.ID }, Name: func(x relay.Report) string { return p.moment(x.Made) },
		Find: func(q string) func(relay.Report) bool {
			q = strings.ToLower(q)
			return func(x relay.Report) bool { return strings.Contains(strings.ToLower(x.Why+" "+s.townOf(p, x.Side)), q) }
		},
		Filters: []listFilter[relay.Report]{{Key: "state", Label: "relay.state", Options: states, Keep: func(x relay.Report, v string) bool { return string(x.State) == v }}},
		Columns: []listColumn[relay.Report]{
			{Key: "made", Label: "relay.reports.made", Compare: made, Cell: func(x relay.Report) listCell {
				return listCell{Text: p.moment(x.Made), URL: "/" + p.Lang + "/desk/reports/" + x.ID, Note: beginning(x.Why)}
			}},
			{Key: "state", Label: "relay.state", Compare: func(a, b relay.Report) int { return waits(a) - waits(b) }, Cell: func(x relay.Report) listCell {
				return listCell{Text: p.t("relay.decision." + string(x.State))}
			}},
			{Key: "town", Label: "relay.reports.by", Cell: func(x relay.Report) listCell { return listCell{Text: s.townOf(p, x.Side)} }},
		},
		Sort: "state", Tie: made,
	}
}

// townReportPage is one report, with what it quotes.
type townReportPage struct {
	page
	Base      string
	Form      *form
	Facts     []fact
	Why       string
	Quotes    []letterView
	Waits     bool
	Words     string
	Decisions []option
	Field     fieldView
	Reopen    bool
}

func (s *Site) newTownReport(w http.ResponseWriter, r *http.Request, code string) (*townReportPage, error) {
	if s.rooms.Relay == nil {
		return nil, errNoPage
	}
	x, err := s.rooms.Relay.ReportByID(r.Context(), r.PathValue("report"))
	if err != nil {
		return nil, err
	}
	c, err := s.rooms.Relay.ByID(r.Context(), x.Conversation)
	if err != nil {
		return nil, err
	}
	path := "/desk/reports/" + x.ID
	v := &townReportPage{page: s.newDesk(w, r, code, path, "/desk/reports"), Base: "/" + code + path, Why: x.Why, Waits: x.State == relay.Undecided, Words: x.Words}
	v.Title, v.Form, v.Reopen = v.t("relay.reports.one"), newForm(&v.page, nil), c.State == relay.Shut
	v.Facts = []fact{
		{v.t("relay.reports.made"), v.moment(x.Made)},
		{v.t("relay.reports.by"), s.townOf(&v.page, x.Side)},
		{v.t("relay.reports.about"), s.townOf(&v.page, c.Other(x.Side))},
		{v.t("relay.state"), v.t("relay.decision." + string(x.State))},
	}
	names := map[string]string{}
	for _, q := range x.Quotes {
		m := q.Message()
		l := s.readingView(&v.page, m)
		l.Who, l.Mine = s.authorOf(&v.page, m, names, 0), m.Side == x.Side
		v.Quotes = append(v.Quotes, l)
	}
	for _, d := range relay.Decisions() {
		v.Decisions = append(v.Decisions, option{Value: string(d), Name: v.t("relay.decide." + string(d))})
	}
	v.fill()
	return v, nil
}

func (v *townReportPage) fill() {
	v.Field = v.Form.Area("words", "relay.decide.words", "relay.decide.words.hint", 4)
	v.Field.Max = 1000
}

// townReport shows a report.
func (s *Site) townReport(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newTownReport(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "town-report", v)
}

// decideTownReport decides it; what is shut can be opened again.
func (s *Site) decideTownReport(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newTownReport(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "town-report", v, &v.Form, func(f *form) error {
		v.fill()
		to := relay.Decision(f.text("decision"))
		if err := s.rooms.Relay.Decide(r.Context(), actorOf(r), r.PathValue("report"), to, f.text("words")); err != nil {
			return err
		}
		undo := ""
		if to == relay.ShutThread {
			undo = v.Base + "/reopen"
		}
		return s.done(w, r, code, "/"+code+"/desk/reports", lang.Msg("relay.done.decided"), undo)
	})
}

// reopenReported opens a conversation that was shut.
func (s *Site) reopenReported(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newTownReport(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "town-report", v, &v.Form, func(*form) error {
		v.fill()
		if err := s.rooms.Relay.OpenAgain(r.Context(), actorOf(r), r.PathValue("report")); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base, lang.Msg("relay.done.open", "place", ""), "")
	})
}
