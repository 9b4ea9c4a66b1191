package backup

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Keep says how many nightly backups stay: the youngest of each of so many days, weeks and
// months that have one. What a person erased lives on in backups for as long as that, so
// that the months are none unless an operator wants them.
type Keep struct{ Days, Weeks, Months int }

// ParseKeep reads "7,4,0"; what is not said is 0.
func ParseKeep(text string) (k Keep, err error) {
	parts := strings.Split(text, ",")
	numbers := []*int{&k.Days, &k.Weeks, &k.Months}
	if len(parts) > len(numbers) {
		return Keep{}, errKeep(text)
	}
	for i, part := range parts {
		if *numbers[i], err = strconv.Atoi(strings.TrimSpace(part)); err != nil || *numbers[i] < 0 {
			return Keep{}, errKeep(text)
		}
	}
	return k, nil
}

func errKeep(text string) error {
	return errs.New(errs.Invalid, lang.Msg("backup.keep_wrong", "text", text), nil)
}

// None says that no nightly backups are wanted.
func (k Keep) None() bool { return k == Keep{} }

// Surplus returns which of the moments need not be kept, the youngest never among them.
func (k Keep) Surplus(moments []time.Time) (surplus []time.Time) {
	sorted := slices.SortedFunc(slices.Values(moments), func(a, b time.Time) int { return b.Compare(a) })
	rules := []struct {
		most   int
		period func(time.Time) string
	}{
		{max(k.Days, 1), func(t time.Time) string { return t.Format(time.DateOnly) }},
		{k.Weeks, func(t time.Time) string { year, week := t.ISOWeek(); return fmt.Sprint(year, "W", week) }},
		{k.Months, func(t time.Time) string { return t.Format("2006-01") }},
	}
	seen := make([]map[string]bool, len(rules))
	for i := range seen {
		seen[i] = map[string]bool{}
	}
	for _, moment := range sorted {
		kept := false
		for i, rule := range rules {
			period := rule.period(moment.UTC())
			if !seen[i][period] && len(seen[i]) < rule.most {
				seen[i][period], kept = true, true
			}
		}
		if !kept {
			surplus = append(surplus, moment)
		}
	}
	return surplus
}

// nameLayout is how the moment stands in the name of a backup.
const nameLayout = "20060102-150405.000"

// momentOf returns the moment in the name of a nightly backup. Others are left alone.
func momentOf(name string) (time.Time, bool) {
	text, nightly := strings.CutPrefix(name, ByNight+"-")
	text, whole := strings.CutSuffix(text, Suffix)
	t, err := time.Parse(nameLayout, text)
	return t, nightly && whole && err == nil
}

// Prune removes the nightly backups that need not be kept and returns how many it were.
func (p Place) Prune(ctx context.Context, k Keep) (removed int, err error) {
	defer errs.Wrap(&err, "Prune")
	names, err := p.names(ctx)
	if err != nil {
		return 0, err
	}
	var moments []time.Time
	for _, name := range names {
		if t, ok := momentOf(name); ok {
			moments = append(moments, t)
		}
	}
	for _, moment := range k.Surplus(moments) {
		if err := p.remove(ctx, NewName(ByNight, moment)); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

func (p Place) names(ctx context.Context) (names []string, err error) {
	if p.bucket != nil {
		return p.bucket.names(ctx)
	}
	entries, err := os.ReadDir(p.folder)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

func (p Place) remove(ctx context.Context, name string) error {
	if p.bucket != nil {
		return p.bucket.remove(ctx, name)
	}
	return os.Remove(filepath.Join(p.folder, name))
}
