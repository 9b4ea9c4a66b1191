package main

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
)

// header tells a reader of the table what it is. Columns are told in the package
// comment of holidays.
const header = "# Public holidays from the npm package " + source + " (its data: CC BY-SA 3.0). Made by gen; do not edit.\n"

// key is a holiday of a country: a name and where it holds.
type key struct{ country, regions, name string }

// compact turns lines of dates into lines of rules.
func compact(dump string) (string, error) {
	where, regions, err := read(dump)
	if err != nil {
		return "", err
	}
	byKey := map[key][]openhours.Day{}
	for at, in := range where {
		list := "*"
		if len(in) != len(regions[at.country]) {
			slices.Sort(in)
			list = strings.Join(in, ",")
		}
		k := key{at.country, list, at.name}
		byKey[k] = append(byKey[k], at.day)
	}
	var lines []string
	for country, list := range regions {
		slices.Sort(list)
		lines = append(lines, country+"\t"+strings.Join(list, ",")+"\n")
	}
	for k, days := range byKey {
		slices.Sort(days)
		for _, r := range rules(days) {
			lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%s\n", k.country, k.regions, r, k.name))
		}
	}
	sort.Strings(lines)
	return header + strings.Join(lines, ""), nil
}

// one is one holiday on one day.
type one struct {
	country, name string
	day           openhours.Day
}

// read returns the regions in which each holiday holds, and the regions of each
// country; "-" is the country without its regions.
func read(dump string) (where map[one][]string, regions map[string][]string, err error) {
	where, regions = map[one][]string{}, map[string][]string{}
	for line := range strings.Lines(dump) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 {
			return nil, nil, fmt.Errorf("line %q", line)
		}
		date, err := time.Parse(time.DateOnly, f[2])
		if err != nil {
			return nil, nil, err
		}
		if f[1] == "" {
			f[1] = "-"
		}
		at := one{f[0], strings.Join(strings.Fields(f[3]), " "), openhours.DayOf(date.Year(), date.Month(), date.Day())}
		if !slices.Contains(where[at], f[1]) {
			where[at] = append(where[at], f[1])
		}
		if !slices.Contains(regions[f[0]], f[1]) {
			regions[f[0]] = append(regions[f[0]], f[1])
		}
	}
	return where, regions, nil
}

// A rule needs this many dates: fewer are shorter as they are.
const enough = 3

// rules finds the rules behind the dates of one name, that of most dates first.
func rules(days []openhours.Day) (out []string) {
	for len(days) > 0 {
		byRule := map[string][]openhours.Day{}
		for _, d := range days {
			for _, r := range candidates(d) {
				byRule[r] = append(byRule[r], d)
			}
		}
		best := ""
		for r, list := range byRule {
			if n := len(byRule[best]); len(list) > n || len(list) == n && (len(r) < len(best) || len(r) == len(best) && r < best) {
				best = r
			}
		}
		if len(byRule[best]) < enough {
			break
		}
		out = append(out, best+years(byRule[best]))
		days = slices.DeleteFunc(days, func(d openhours.Day) bool { return slices.Contains(byRule[best], d) })
	}
	if len(days) > 0 {
		var list []string
		for _, d := range days {
			y, m, day := d.Date()
			list = append(list, fmt.Sprintf("%d-%02d-%02d", y, m, day))
		}
		out = append(out, strings.Join(list, " "))
	}
	return out
}

// candidates are the rules that a date may follow.
func candidates(d openhours.Day) []string {
	y, m, day := d.Date()
	list := []string{
		fmt.Sprintf("%02d-%02d", m, day),
		"e" + strconv.Itoa(int(d-openhours.Easter(y))),
		"o" + strconv.Itoa(int(d-holidays.EasternEaster(y))),
		fmt.Sprintf("%02d/%d/%d", m, d.Weekday(), (day-1)/7+1),
	}
	if next := d + 7; monthOf(next) != m {
		list = append(list, fmt.Sprintf("%02d/%d/-1", m, d.Weekday()))
	}
	return list
}

func monthOf(d openhours.Day) time.Month {
	_, m, _ := d.Date()
	return m
}

// years prints the years of a rule that does not hold in all of them.
func years(days []openhours.Day) string {
	var list []string
	for i := 0; i < len(days); i++ {
		from, _, _ := days[i].Date()
		to := from
		for i+1 < len(days) {
			if y, _, _ := days[i+1].Date(); y > to+1 {
				break
			} else {
				to, i = y, i+1
			}
		}
		switch {
		case from == firstYear && to == lastYear:
			return ""
		case from == to:
			list = append(list, strconv.Itoa(from))
		default:
			list = append(list, fmt.Sprintf("%d-%d", from, to))
		}
	}
	return " " + strings.Join(list, ",")
}
