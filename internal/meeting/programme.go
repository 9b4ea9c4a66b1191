package meeting

import (
	"regexp"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// A line of a programme begins with its hours, as people write them: "9.30", "09:30–10:00",
// "9:30 - 10".
var hours = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})(?:\s*[-–—]\s*(\d{1,2})[:.](\d{2}))?\s*[-–—:|]?\s+`)

// ReadProgramme reads a programme as it is typed or pasted: one line for each item, its
// hours first if it has any; an empty line begins the next day. The titles are in a
// language. Those of before that say the same keep what they are called in others.
func ReadProgramme(text, language string, before []Slot) (all []Slot, err error) {
	day, began, left := 0, false, append([]Slot(nil), before...)
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line == "" {
			if began {
				day, began = day+1, false
			}
			continue
		}
		began = true
		slot := Slot{Day: day}
		if m := hours.FindStringSubmatch(line + " "); m != nil {
			var ok bool
			if slot.From, ok = hour(m[1], m[2]); !ok {
				return nil, errs.In("programme", lang.Msg("error.meeting.hour", "text", line))
			}
			if m[3] != "" {
				if slot.Until, ok = hour(m[3], m[4]); !ok {
					return nil, errs.In("programme", lang.Msg("error.meeting.hour", "text", line))
				}
			}
			line = strings.TrimSpace((line + " ")[len(m[0]):])
		}
		if line == "" {
			return nil, errs.In("programme", lang.Msg("error.meeting.slot"))
		}
		slot.Title = kept(&left, slot, line, language).With(language, line)
		all = append(all, slot)
	}
	return all, nil
}

// kept takes the item that a line was out of those of before: the one of the same title,
// else the one of the same hours.
func kept(left *[]Slot, slot Slot, title, language string) Words {
	take := func(same func(Slot) bool) (Words, bool) {
		for i, s := range *left {
			if same(s) {
				*left = append((*left)[:i:i], (*left)[i+1:]...)
				return s.Title, true
			}
		}
		return nil, false
	}
	if w, ok := take(func(s Slot) bool { return s.Title[language] == title }); ok {
		return w
	}
	w, _ := take(func(s Slot) bool {
		return s.Title[language] == "" && s.Day == slot.Day && s.From == slot.From && s.From != ""
	})
	return w
}

// hour writes an hour and a minute as "09:30".
func hour(h, minute string) (string, bool) {
	if len(h) == 1 {
		h = "0" + h
	}
	return h + ":" + minute, h < "24" && minute < "60"
}

// WriteProgramme is what ReadProgramme reads.
func WriteProgramme(all []Slot, language string) string {
	var b strings.Builder
	for i, s := range all {
		if i > 0 && s.Day != all[i-1].Day {
			b.WriteString("\n")
		}
		if s.From != "" {
			b.WriteString(s.From)
			if s.Until != "" {
				b.WriteString("–" + s.Until)
			}
			b.WriteString(" ")
		}
		title, _ := s.Title.In(language, language)
		b.WriteString(title + "\n")
	}
	return b.String()
}
