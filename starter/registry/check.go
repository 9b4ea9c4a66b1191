package registry

import (
	"errors"
	"fmt"
	"slices"
)

// The vocabularies of the files. The tests of the packages that own them hold
// both lists together.
var (
	actTypes = []string{
		"contact", "exploratory_visit", "letter_of_intent", "resolution", "agreement", "charter", "annex", "renewal",
		"review", "activity", "dormancy", "interruption", "suspension", "resumption", "notice",
		"denunciation", "termination", "expiry", "civil_contacts",
	}
	kinds     = []string{"partnership", "friendship", "project", "honorary", "contact", "network", "unstated"}
	ranks     = []string{"preferred", "normal", "deprecated"}
	nameKinds = []string{"endonym", "exonym", "official", "historical", "variant"}
)

// check looks at what a decoder cannot see: keys, sources, dates, languages.
func (r *Registry) check() error {
	codes := map[string]bool{}
	for _, s := range r.Sources {
		if codes[s.Code] {
			return fmt.Errorf("sources.json: %q stands twice", s.Code)
		}
		codes[s.Code] = true
		if err := s.check(); err != nil {
			return fmt.Errorf("sources.json: %s: %w", s.Code, err)
		}
	}
	keys := map[string]bool{}
	for _, p := range r.Partnerships {
		if keys[p.Key] {
			return fmt.Errorf("partnerships.json: %q stands twice", p.Key)
		}
		keys[p.Key] = true
		if err := p.check(codes); err != nil {
			return fmt.Errorf("partnerships.json: %s: %w", p.Key, err)
		}
	}
	for _, n := range r.Notices {
		if err := n.check(codes); err != nil {
			return fmt.Errorf("notices.json: %s: %w", n.Key, err)
		}
	}
	return firstError(r.checkPlaces(codes), r.checkNames(codes))
}

func (s Source) check() error {
	if s.Code == "" || s.Title == "" || s.Language == "" {
		return errors.New("code, title and language are needed")
	}
	if s.Published != "" {
		if _, err := parseDay(s.Published); err != nil {
			return err
		}
	}
	_, err := parseDay(s.Retrieved)
	return err
}

func (r *Registry) checkPlaces(codes map[string]bool) error {
	for _, p := range r.Places {
		if p.ID == 0 || p.Name == "" || len(p.Country) != 2 || p.Zone == "" {
			return fmt.Errorf("places.json: %d %q: number, name, country and zone are needed", p.ID, p.Name)
		}
		for _, n := range p.Names {
			if !codes[n.Source] || !slices.Contains(nameKinds, n.Kind) {
				return fmt.Errorf("places.json: %s: name %q: unknown source or kind", p.Name, n.Value)
			}
		}
	}
	return nil
}

func (r *Registry) checkNames(codes map[string]bool) error {
	for _, n := range r.Names {
		if n.Value == "" || n.Lang == "" || !codes[n.Source] || !slices.Contains(nameKinds, n.Kind) {
			return fmt.Errorf("names.tsv: %d %q: unknown source %q or kind %q", n.Place, n.Value, n.Source, n.Kind)
		}
		for _, year := range []string{n.From, n.To} {
			if _, err := parseDay(year); year != "" && err != nil {
				return fmt.Errorf("names.tsv: %d %q: %w", n.Place, n.Value, err)
			}
		}
	}
	return nil
}

func (p Partnership) check(codes map[string]bool) error {
	if len(p.Parties) < 2 || len(p.Acts) == 0 {
		return errors.New("two parties and an act are needed")
	}
	if !slices.Contains(kinds, p.Kind) {
		return fmt.Errorf("unknown kind %q", p.Kind)
	}
	if err := p.Story.check(); err != nil {
		return fmt.Errorf("story: %w", err)
	}
	sides, keys := []int64{}, map[string]bool{}
	for _, party := range p.Parties {
		sides = append(sides, party.Place)
	}
	for _, a := range p.Acts {
		if a.Key == "" || keys[a.Key] {
			return fmt.Errorf("act %q: key is missing or stands twice", a.Key)
		}
		keys[a.Key] = true
		if err := a.check(sides, codes); err != nil {
			return fmt.Errorf("act %s: %w", a.Key, err)
		}
	}
	for _, c := range p.Claims {
		if c.Field == "" || c.Value == "" || !codes[c.Source] || !slices.Contains(ranks, c.Rank) {
			return fmt.Errorf("claim %s=%q: unknown source or rank", c.Field, c.Value)
		}
	}
	return nil
}

func (a Act) check(sides []int64, codes map[string]bool) error {
	if !slices.Contains(actTypes, a.Type) {
		return fmt.Errorf("unknown type %q", a.Type)
	}
	for _, by := range a.By {
		if !slices.Contains(sides, by) {
			return fmt.Errorf("%d is no party", by)
		}
	}
	for _, s := range a.Signatories {
		if !slices.Contains(sides, s.Side) || s.Office == "" {
			return fmt.Errorf("signatory %d: no party, or no office", s.Side)
		}
	}
	if (a.Type == "suspension" || a.Type == "interruption") && a.Ground.IsZero() && a.Condition.IsZero() {
		return errors.New("needs a ground or a condition")
	}
	return firstError(
		knownSources(a.Sources, codes),
		checkDuration(a.Term), checkDuration(a.Notice),
		a.Text.check(), a.Condition.Text.check(), a.Ground.Text.check(),
	)
}

func (n Notice) check(codes map[string]bool) error {
	if n.Key == "" || n.About.IsZero() || n.From == "" || n.Text == nil {
		return errors.New("key, about, from and text are needed")
	}
	_, from := parseDay(n.From)
	_, read := parseDay(n.Read)
	var to error
	if n.To != "" {
		_, to = parseDay(n.To)
	}
	return firstError(from, to, read, n.Text.check(), knownSources(n.Sources, codes))
}

func knownSources(sources []string, codes map[string]bool) error {
	if len(sources) == 0 {
		return errors.New("no source")
	}
	for _, s := range sources {
		if !codes[s] {
			return fmt.Errorf("unknown source %q", s)
		}
	}
	return nil
}

// check says whether the text, where there is one, exists in every language.
func (t Text) check() error {
	if t == nil {
		return nil
	}
	for _, lang := range Languages() {
		if t[lang] == "" {
			return fmt.Errorf("no text in %q", lang)
		}
	}
	if len(t) != len(Languages()) {
		return errors.New("text in a language that the site does not have")
	}
	return nil
}
