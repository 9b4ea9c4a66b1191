package press

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Shown is what the public sees of an item in one language.
type Shown struct {
	ID           string
	Kind         Kind
	Organisation string
	Own
	Language string
	Content
	Version   int64     // of the text that is shown
	wordsAt   int64     // at which its words were written
	Since     time.Time // when it became public
	Changed   time.Time // when the words that are shown were saved, or they or the own fields became public if that was later
	Languages []Version // all in which it is public, this one too, in the order of their codes
	Stale     bool      // the public words that it was translated from are newer
}

// Version is the address of an item in a language in which it is public.
type Version struct{ Language, Slug string }

// Path returns the address of what is shown, without the language.
func (s Shown) Path() string { return "/" + s.Kind.Section() + "/" + s.Slug }

// In returns the item's address in a language, without the language; false where it is
// not public there.
func (s Shown) In(language string) (string, bool) {
	for _, v := range s.Languages {
		if v.Language == language {
			return "/" + s.Kind.Section() + "/" + v.Slug, true
		}
	}
	return "", false
}

// shownVersion is the revision of a text that is public at the moment $1.
const shownVersion = `CASE WHEN t.next_version > 0 AND t.next_at <= $1 THEN t.next_version ELSE t.public_version END`

// shownSince is since when.
const shownSince = `CASE WHEN t.public_since > 0 THEN t.public_since ELSE t.next_at END`

const selectShown = `
	SELECT i.id,
	       i.kind,
	       i.organisation,
	       o.body,
	       ` + ownShownSince + `,
	       t.language,
	       r.version,
	       r.words,
	       r.body,
	       r.at,
	       ` + shownSince + ` AS since,
	       CASE WHEN t.next_version > 0 AND t.next_at <= $1 THEN t.next_at ELSE 0 END AS turned
	  FROM press_text t
	  JOIN press_item i ON i.id = t.item
	  JOIN press_revision r ON r.item = t.item
	   AND r.version = ` + shownVersion + `
	  JOIN press_revision o ON o.item = t.item
	   AND o.version = ` + ownShownVersion + `
	 WHERE i.gone = 0`

func scanShown(row db.Scanner) (s Shown, err error) {
	var own, body string
	var at, since, turned, ownSince int64
	err = row.Scan(&s.ID, &s.Kind, &s.Organisation, &own, &ownSince, &s.Language, &s.Version, &s.wordsAt, &body, &at, &since, &turned)
	if err != nil {
		return s, err
	}
	s.Since, s.Changed = moment(since), moment(max(at, turned, ownSince))
	if s.Changed.Before(s.Since) {
		s.Changed = s.Since // it was written before anybody could read it
	}
	if err := json.Unmarshal([]byte(own), &s.Own); err != nil {
		return s, err
	}
	s.Content, err = readContent(body)
	return s, err
}

// Asked says which of what is public is listed. Zero fields set no condition.
type Asked struct {
	Kind     Kind
	Language string
	Year     int    // in which it became public, UTC
	Tag      string // in any case of letters
	Topic    string
	About    Link // what it is about: Kind and Target
	Most     int  // of the newest
}

// List returns what is public, the newest first.
func (s *Store) List(ctx context.Context, a Asked) (_ []Shown, err error) {
	defer errs.Wrap(&err, "press.List")
	where, args := a.where(s.clock.Now())
	all, err := db.Collect(ctx, s.db, scanShown, selectShown+where+` ORDER BY since DESC, i.id DESC`, args...)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(x Shown) bool {
		tagged := a.Tag == "" || slices.ContainsFunc(x.Tags, func(t string) bool { return strings.EqualFold(t, a.Tag) })
		return !tagged || a.Topic != "" && !slices.Contains(x.Topics, a.Topic)
	})
	if a.Most > 0 && len(all) > a.Most {
		all = all[:a.Most]
	}
	return all, s.complete(ctx, all)
}

func (a Asked) where(now time.Time) (where string, args []any) {
	args = []any{now.UnixMicro()}
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "?", db.Placeholder(len(args)), 1)
		}
		where += "\n   AND " + condition
	}
	if a.Kind != "" {
		add(`i.kind = ?`, string(a.Kind))
	}
	if a.Language != "" {
		add(`t.language = ?`, a.Language)
	}
	if a.Year != 0 {
		from := time.Date(a.Year, 1, 1, 0, 0, 0, 0, time.UTC)
		add(`(`+shownSince+`) >= ?`, from.UnixMicro())
		add(`(`+shownSince+`) < ?`, from.AddDate(1, 0, 0).UnixMicro())
	}
	if a.About.Kind != "" {
		add(`EXISTS (SELECT 1 FROM press_about l WHERE l.item = i.id AND l.version = o.version AND l.kind = ? AND l.target = ?)`, a.About.Kind, a.About.Target)
	}
	return where, args
}

// complete adds the other languages in which items are public.
func (s *Store) complete(ctx context.Context, all []Shown) error {
	at := map[string][]int{}
	for i := range all {
		at[all[i].ID] = append(at[all[i].ID], i)
	}
	ids := make([]string, 0, len(at))
	for id := range at {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	now := s.clock.Now()
	for part := range slices.Chunk(ids, inOneQuery) {
		if err := s.languages(ctx, all, at, part, now); err != nil {
			return err
		}
	}
	return nil
}

// inOneQuery bounds how many identifiers one statement holds.
const inOneQuery = 200

// languages adds the languages in which items are public, and whether a translation is of
// older words than those that are public in its origin's language.
func (s *Store) languages(ctx context.Context, all []Shown, at map[string][]int, ids []string, now time.Time) error {
	holders, args := make([]string, len(ids)), []any{now.UnixMicro()}
	for i, id := range ids {
		args = append(args, id)
		holders[i] = db.Placeholder(len(args))
	}
	public, err := db.Collect(ctx, s.db, scanShown, selectShown+` AND i.id IN (`+strings.Join(holders, ", ")+`) ORDER BY i.id, t.language`, args...)
	if err != nil {
		return err
	}
	words := map[string]map[string]int64{}
	for _, p := range public {
		if words[p.ID] == nil {
			words[p.ID] = map[string]int64{}
		}
		words[p.ID][p.Language] = p.wordsAt
		for _, i := range at[p.ID] {
			all[i].Languages = append(all[i].Languages, Version{p.Language, p.Slug})
		}
	}
	for id, of := range words {
		for _, i := range at[id] {
			all[i].Stale = all[i].Translation() && of[all[i].Of] > all[i].OfWords
		}
	}
	return nil
}

// Years are the years in which something of a kind became public in a language, and how
// much, the newest first.
func (s *Store) Years(ctx context.Context, kind Kind, language string) (_ []Count, err error) {
	defer errs.Wrap(&err, "press.Years")
	a := Asked{Kind: kind, Language: language}
	where, args := a.where(s.clock.Now())
	all, err := db.Collect(ctx, s.db, func(row db.Scanner) (int64, error) {
		var since int64
		return since, row.Scan(&since)
	}, `
		SELECT `+shownSince+` AS since
		  FROM press_text t
		  JOIN press_item i ON i.id = t.item
		 WHERE i.gone = 0
		   AND `+shownVersion+` > 0`+where+`
		 ORDER BY since DESC`, args...)
	var years []Count
	for _, since := range all {
		year := itoa(moment(since).Year())
		if len(years) == 0 || years[len(years)-1].Value != year {
			years = append(years, Count{Value: year})
		}
		years[len(years)-1].N++
	}
	return years, err
}

// Count is a value and how many there are of it.
type Count struct {
	Value string
	N     int
}

// Tags are the tags of what is listed, the most used first, then as they stand in the
// alphabet.
func Tags(all []Shown) (tags []Count) {
	for _, s := range all {
		for _, t := range s.Tags {
			i := slices.IndexFunc(tags, func(c Count) bool { return strings.EqualFold(c.Value, t) })
			if i < 0 {
				i, tags = len(tags), append(tags, Count{Value: t})
			}
			tags[i].N++
		}
	}
	slices.SortStableFunc(tags, func(a, b Count) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Value, b.Value)
	})
	return tags
}

// At returns what is public at an address: a section's kind, a language and a slug. An old
// slug gives the item as it is now, whose Slug differs. The bool is false where nothing is
// public there; then others holds the item's addresses in languages in which it is, if the
// slug once led to one.
func (s *Store) At(ctx context.Context, kind Kind, language, slug string) (shown Shown, others []Version, ok bool, err error) {
	defer errs.Wrap(&err, "press.At(%s, %s)", language, slug)
	id, found, err := slugOwner(ctx, s.db, language, slug)
	if err != nil || !found {
		return Shown{}, nil, false, err
	}
	all, err := s.ofItem(ctx, id)
	if err != nil || len(all) == 0 || all[0].Kind != kind {
		return Shown{}, nil, false, err
	}
	for _, x := range all {
		if x.Language == language {
			return x, nil, true, nil
		}
	}
	return Shown{}, all[0].Languages, false, nil
}

// OfItem returns what is public of one item, in all languages in which it is.
func (s *Store) OfItem(ctx context.Context, id string) (_ []Shown, err error) {
	defer errs.Wrap(&err, "press.OfItem(%s)", id)
	return s.ofItem(ctx, id)
}

func (s *Store) ofItem(ctx context.Context, id string) ([]Shown, error) {
	all, err := db.Collect(ctx, s.db, scanShown, selectShown+` AND i.id = $2 ORDER BY t.language`, s.clock.Now().UnixMicro(), id)
	if err != nil {
		return nil, err
	}
	return all, s.complete(ctx, all)
}

// ShownIn returns what the public sees of an item in a language; false where it sees nothing.
func (s *Store) ShownIn(ctx context.Context, id, language string) (_ Shown, ok bool, err error) {
	defer errs.Wrap(&err, "press.ShownIn(%s, %s)", id, language)
	all, err := s.ofItem(ctx, id)
	for _, x := range all {
		if x.Language == language {
			return x, true, err
		}
	}
	return Shown{}, false, err
}

// Public walks through everything that is public in a language, in no promised order: for
// search, sitemaps and exports.
func (s *Store) Public(ctx context.Context, language string) iter.Seq2[Shown, error] {
	return func(yield func(Shown, error) bool) {
		for _, kind := range Kinds() {
			all, err := s.List(ctx, Asked{Kind: kind, Language: language})
			if err != nil {
				yield(Shown{}, err)
				return
			}
			for _, x := range all {
				if !yield(x, nil) {
					return
				}
			}
		}
	}
}
