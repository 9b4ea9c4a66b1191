package agenda

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Made says of what a text in one language was made.
type Made struct {
	Of      string `json:"of"`                // language
	Was     string `json:"was"`               // the text in it then
	Machine bool   `json:"machine,omitempty"` // by a machine, and read by nobody yet
}

// Texts are the short texts of a session or a room, each by its field.
type texts struct {
	id     string
	number int64 // of a session; 0: a room
	day    string
	fields []field
	made   map[string]Made // by field and language: see madeKey
}

type field struct {
	name  string
	words *meeting.Words
	most  int
}

func madeKey(field, language string) string { return field + "." + language }

func (s *Session) texts() texts {
	return texts{s.ID, s.Number, s.Day, []field{{"title", &s.Title, mostTitle}, {"about", &s.About, mostAbout}}, s.Made}
}

func (r *Room) texts() texts {
	return texts{r.ID, 0, "", []field{{"name", &r.Name, mostName}}, r.Made}
}

// Text is a short text of a programme beside its original.
type Text struct {
	ID      string // of the session or the room
	Session int64  // number of the session; 0: a room
	Day     string
	Field   string // "title", "about", "name"
	Source  string
	Value   string // in the language that is asked for; "": there is none
	Was     string // the source when the text was made of it; "" where that is not known
	Machine bool
	stale   bool
}

// Missing says whether there is an original and no text.
func (t Text) Missing() bool { return t.Source != "" && t.Value == "" }

// Stale says whether the original has changed since the text was made of it. Of what was
// written by itself that is not known, and not said.
func (t Text) Stale() bool { return t.Value != "" && t.stale }

// Seen is a mark of a text and its original as a page shows them, by which a later save
// notices that somebody else changed one of them.
func (t Text) Seen() string {
	sum := sha256.Sum256([]byte(t.Source + "\x00" + t.Value))
	return hex.EncodeToString(sum[:8])
}

// Texts are all short texts of a programme in a language, beside those in another one, in the
// order of the sessions, rooms last. Those that nobody wrote in either language are left out.
func (p Programme) Texts(language, of string) (all []Text) {
	for i := range p.Sessions {
		all = append(all, p.Sessions[i].texts().in(language, of)...)
	}
	for i := range p.Rooms {
		all = append(all, p.Rooms[i].texts().in(language, of)...)
	}
	return all
}

func (x texts) in(language, of string) (all []Text) {
	for _, f := range x.fields {
		t := Text{ID: x.id, Session: x.number, Day: x.day, Field: f.name, Source: (*f.words)[of], Value: (*f.words)[language]}
		if t.Source == "" && t.Value == "" {
			continue
		}
		if m, known := x.made[madeKey(f.name, language)]; known {
			t.Machine, t.stale = m.Machine, (*f.words)[m.Of] != m.Was
			if m.Of == of {
				t.Was = m.Was
			}
		}
		all = append(all, t)
	}
	return all
}

// Translated is what a translator sends of one text.
type Translated struct {
	ID, Field string
	Text      string
	Seen      string // see [Text.Seen]
	Fits      bool   // an older text was looked at and still fits its original
	Machine   bool   // a machine made it
}

// Translate keeps texts in a language that were made of those in another one. Where somebody
// changed a text or its original meanwhile it is errs.Conflict, and nothing is kept. Readers
// see nothing of it before a release. It returns how many texts were changed.
func (s *Store) Translate(ctx context.Context, who people.Actor, meeting, language, of string, sent []Translated) (n int, err error) {
	defer errs.Wrap(&err, "agenda.Translate(%s, %s)", meeting, language)
	if language == of {
		return 0, errs.New(errs.Invalid, lang.Msg("error.agenda.words_same"), nil)
	}
	err = s.change(ctx, who, meeting, func(tx *db.Tx, note func(people.FieldChange)) error {
		n = 0
		d, err := s.draft(ctx, tx, meeting)
		if err != nil {
			return err
		}
		for i := range d.Sessions {
			x := &d.Sessions[i]
			if x.Made == nil {
				x.Made = map[string]Made{}
			}
			done, err := x.texts().take(language, of, sent)
			if err != nil {
				return err
			}
			if n += done; done > 0 {
				if err := putBody(ctx, tx, "agenda_session", x.ID, x); err != nil {
					return err
				}
			}
		}
		for i := range d.Rooms {
			x := &d.Rooms[i]
			if x.Made == nil {
				x.Made = map[string]Made{}
			}
			done, err := x.texts().take(language, of, sent)
			if err != nil {
				return err
			}
			if n += done; done > 0 {
				if err := putBody(ctx, tx, "agenda_room", x.ID, x); err != nil {
					return err
				}
			}
		}
		note(people.FieldChange{Name: "words", New: language + " " + strconv.Itoa(n)})
		return nil
	})
	return n, err
}

// putBody writes a session or a room; whoever has its form open is told when she saves.
func putBody(ctx context.Context, tx *db.Tx, table, id string, x any) error {
	body, err := json.Marshal(x)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE `+table+` SET version = version + 1, body = $1 WHERE id = $2`, string(body), id)
	return err
}

// take keeps what was sent of the texts of one session or room.
func (x texts) take(language, of string, sent []Translated) (n int, err error) {
	now := x.in(language, of)
	for _, f := range x.fields {
		for _, t := range sent {
			if t.ID != x.id || t.Field != f.name {
				continue
			}
			i := indexOf(now, f.name)
			if i < 0 {
				continue // there is no original any more
			}
			done, err := x.takeOne(f, now[i], t, language, of)
			if err != nil {
				return n, err
			}
			if done {
				n++
			}
		}
	}
	return n, nil
}

func indexOf(all []Text, field string) int {
	for i, t := range all {
		if t.Field == field {
			return i
		}
	}
	return -1
}

func (x texts) takeOne(f field, now Text, t Translated, language, of string) (done bool, err error) {
	words, long := tidy(meeting.Words{language: t.Text}, f.most)
	text, key := words[language], madeKey(f.name, language)
	fits := t.Fits && now.Stale() || now.Machine && !t.Machine && t.Fits
	switch {
	case long:
		return false, tooLong(key, f.most)
	case text == now.Value && !fits:
		return false, nil
	case t.Seen != now.Seen():
		return false, errs.New(errs.Conflict, lang.Msg("error.agenda.words_overtaken"), nil)
	}
	*f.words = f.words.With(language, text)
	if text == "" {
		delete(x.made, key)
	} else {
		x.made[key] = Made{Of: of, Was: now.Source, Machine: t.Machine && text != now.Value}
	}
	return true, nil
}

// kept is of what texts were made after somebody wrote them in the form of their session or
// room: one that she changed there she made of what stands there.
func kept(before, after texts) map[string]Made {
	made := map[string]Made{}
	for i, f := range after.fields {
		for l, text := range *f.words {
			m, known := before.made[madeKey(f.name, l)]
			if !known || text == "" {
				continue
			}
			if text != (*before.fields[i].words)[l] {
				m.Was, m.Machine = (*f.words)[m.Of], false
			}
			made[madeKey(f.name, l)] = m
		}
	}
	if len(made) == 0 {
		return nil
	}
	return made
}
