package doctor

import (
	"context"
	"maps"
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/translate"
)

// Translation says whether the translation server answers, and between which languages it
// translates. Where there is none nothing is said: letters go without.
func Translation(ctx context.Context, s *translate.Server) []Finding {
	if s == nil {
		return nil
	}
	pairs, err := s.Pairs(ctx)
	if err != nil {
		return []Finding{Ill("translation", "doctor.translation_fails", "engine", s.Engine(), "why", errs.PublicOf(err))}
	}
	var names []lang.Message
	for _, code := range slices.Sorted(maps.Keys(pairs)) {
		if len(code) == 2 {
			names = append(names, lang.Msg("phrase.language", "code", code))
		}
	}
	if len(names) == 0 {
		return []Finding{Ill("translation", "doctor.translation_none", "engine", s.Engine())}
	}
	return []Finding{Well("translation", "doctor.translation", "engine", s.Engine(), "languages", names)}
}
