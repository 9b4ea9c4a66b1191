package main

import (
	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
)

// holidaysOf are the public holidays of a country's region, nil where none are known.
func holidaysOf(country, region string) openhours.Holidays {
	h, ok := holidays.Of(country, region)
	if !ok {
		return nil
	}
	return h
}
