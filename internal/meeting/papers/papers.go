// Package papers makes the papers of a meeting from what the rooms know: its page, its
// delegations and their members.
//
// # What is decided, what is known
//
// An organiser decides once for a meeting who signs, who pays what, what badges show, and how
// the running texts are worded in each language ([Settings], [Store]). Everything else is known:
// the meeting's title and dates, the towns in the language of the reader, members and what they
// wrote for a visa. [Maker] brings both together and has package letter set them:
//
//	st, err := store.Settings(ctx, meeting)
//	file, err := maker.One(papers.Job{Paper: letter.Badge, Settings: st, Meeting: m, Groups: groups, …})
//	files, err := maker.Each(job) // one for each delegation, to be packed
//
// # Whom a paper is for
//
// An invitation is for a delegation; a visa letter for each member who asked for one; badges,
// cards and lists for all members of the delegations that come. In a protected meeting badges,
// cards and lists show a number until the organiser chose otherwise.
package papers

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"twintown/internal/meeting/letter"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Settings are what an organiser decided of a meeting's papers.
type Settings struct {
	Shows   letter.Shows                       `json:"shows,omitempty"` // "": what is usual
	Single  bool                               `json:"single,omitempty"`
	Costs   letter.Costs                       `json:"costs,omitzero"`
	Host    Host                               `json:"host,omitzero"`
	Texts   map[letter.Paper]map[string]string `json:"texts,omitempty"` // by language; none: the default ones
	Version int64                              `json:"-"`               // 0: nothing was decided yet
}

// Host is who writes; what is empty is taken from the meeting and from who runs the site.
type Host struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
	City    string `json:"city,omitempty"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Signer  string `json:"signer,omitempty"`
	Office  string `json:"office,omitempty"`
}

// ShowsIn is what badges show in a meeting that is protected or not.
func (s Settings) ShowsIn(protected bool) letter.Shows {
	switch {
	case s.Shows != "":
		return s.Shows
	case protected:
		return letter.ShowNumber
	}
	return letter.ShowName
}

// Text is the organiser's text of a paper in a language, "" for the default one.
func (s Settings) Text(p letter.Paper, language string) string { return s.Texts[p][language] }

// longest bounds a line of the letterhead.
const longest = 200

// clean puts settings right, or says by field what is wrong.
func (s Settings) clean(languages []string) (Settings, error) {
	if s.Shows != "" && !slices.Contains(letter.Showings(), s.Shows) {
		return s, errs.In("shows", lang.Msg("error.papers.choice"))
	}
	for field, who := range map[string]letter.Payer{"travel": s.Costs.Travel, "lodging": s.Costs.Lodging, "meals": s.Costs.Meals} {
		if who != "" && !slices.Contains(letter.Payers(), who) {
			return s, errs.In(field, lang.Msg("error.papers.choice"))
		}
	}
	for field, text := range map[string]*string{
		"name": &s.Host.Name, "address": &s.Host.Address, "city": &s.Host.City, "email": &s.Host.Email,
		"phone": &s.Host.Phone, "signer": &s.Host.Signer, "office": &s.Host.Office,
	} {
		*text = strings.TrimSpace(*text)
		if utf8.RuneCountInString(*text) > longest {
			return s, errs.In(field, lang.Msg("error.partnership.long", "max", longest))
		}
	}
	for paper, texts := range s.Texts {
		for language, text := range texts {
			if !slices.Contains(languages, language) || !slices.Contains(letter.Worded(), paper) {
				return s, errs.In("text", lang.Msg("error.papers.choice"))
			}
			if err := letter.Check(paper, text); err != nil {
				return s, errs.In("text", errs.PublicOf(err))
			}
		}
	}
	return s, nil
}

// Store keeps what was decided. It is safe for concurrent use.
type Store struct {
	db        *db.DB
	log       *people.Log
	languages []string
}

// NewStore returns the settings in a database; languages are those in which texts can be worded.
func NewStore(d *db.DB, log *people.Log, languages []string) *Store { return &Store{d, log, languages} }

// Settings returns what was decided for a meeting; nothing yet has the version 0.
func (s *Store) Settings(ctx context.Context, meeting string) (_ Settings, err error) {
	defer errs.Wrap(&err, "papers.Settings(%s)", meeting)
	return settingsIn(ctx, s.db, meeting)
}

func settingsIn(ctx context.Context, q db.Querier, meeting string) (Settings, error) {
	st, _, err := db.One(ctx, q, scan, `SELECT body, version FROM meeting_papers WHERE meeting = $1`, meeting)
	return st, err
}

func scan(row db.Scanner) (st Settings, err error) {
	var body string
	if err := row.Scan(&body, &st.Version); err != nil {
		return st, err
	}
	return st, json.Unmarshal([]byte(body), &st)
}

// Save keeps what was decided. Version is the one that the person saw; who saves over another's
// change gets errs.Conflict. The record of changes tells what was changed, not to what.
func (s *Store) Save(ctx context.Context, who people.Actor, meeting string, st Settings) (err error) {
	defer errs.Wrap(&err, "papers.Save(%s)", meeting)
	if st, err = st.clean(s.languages); err != nil {
		return err
	}
	body, err := json.Marshal(st)
	if err != nil {
		return err
	}
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		before, err := settingsIn(ctx, tx, meeting)
		if err != nil {
			return err
		}
		if before.Version != st.Version {
			return errs.New(errs.Conflict, lang.Msg("error.papers.conflict"), nil)
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO meeting_papers (meeting, body, version, changed)
			VALUES ($1, $2, 1, $3)
			ON CONFLICT (meeting) DO UPDATE
			   SET body = excluded.body, version = meeting_papers.version + 1, changed = excluded.changed`,
			meeting, string(body), tx.Now())
		note(people.Entry{Action: people.MeetingGuests, Kind: "conference", ID: meeting, Fields: []people.FieldChange{{Name: "papers", New: "changed"}}})
		return err
	})
}
