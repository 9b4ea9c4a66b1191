package openhours

import (
	"math"
	"time"
)

// event is a time of the day that the sun decides.
type event uint8

const (
	noEvent event = iota
	dawn
	sunrise
	sunset
	dusk
)

// usual are the times that stand for the sun's where no position is known, by
// convention of the language: minutes of the day.
var usual = [...]int{dawn: 5*60 + 30, sunrise: 6 * 60, sunset: 18 * 60, dusk: 18*60 + 30}

// Heights of the sun's centre above the horizon at which the events happen:
// refraction and the sun's radius for its rising and setting, the civil limit
// for dawn and dusk.
const (
	riseHeight  = -0.833
	civilHeight = -6.0
)

const rad = math.Pi / 180

// sunAt returns the instant (Unix seconds) of an event on a day, near the local
// noon of the position. It is false where the sun does not reach the height that
// day.
//
// The formulae are those of NOAA's solar calculator
// (https://gml.noaa.gov/grad/solcalc/calcdetails.html), which follow Meeus,
// "Astronomical Algorithms"; as there, the sun's place is worked out for the event
// itself, so that they are good to seconds at the latitudes where people live.
func sunAt(e event, d Day, lat, lon float64) (int64, bool) {
	height, side := riseHeight, -1.0
	if e == dawn || e == dusk {
		height = civilHeight
	}
	if e == sunset || e == dusk {
		side = 1
	}
	minute := 720 - 4*lon // of the day in UTC: noon, then nearer at each step
	for range 3 {
		declination, equation := sunPlace((float64(d) - j2000 + minute/1440) / 36525)
		cos := (math.Sin(height*rad) - math.Sin(lat*rad)*math.Sin(declination)) / (math.Cos(lat*rad) * math.Cos(declination))
		if cos < -1 || cos > 1 || math.IsNaN(cos) {
			return 0, false
		}
		minute = 720 - 4*lon - equation + side*4*math.Acos(cos)/rad
	}
	return int64(d)*86400 + int64(math.Floor(minute*60)), true
}

// j2000 is noon of 1 January 2000 in days since 1970.
const j2000 = 10957.5

// sunPlace returns the sun's declination (radians) and the equation of time
// (minutes), t being Julian centuries since 2000.
func sunPlace(t float64) (declination, equation float64) {
	mean := rad * math.Mod(280.46646+t*(36000.76983+t*0.0003032), 360)
	anomaly := rad * (357.52911 + t*(35999.05029-0.0001537*t))
	excentricity := 0.016708634 - t*(0.000042037+0.0000001267*t)
	centre := rad * (math.Sin(anomaly)*(1.914602-t*(0.004817+0.000014*t)) + math.Sin(2*anomaly)*(0.019993-0.000101*t) + math.Sin(3*anomaly)*0.000289)
	node := rad * (125.04 - 1934.136*t)
	longitude := mean + centre - rad*(0.00569+0.00478*math.Sin(node))
	obliquity := rad * (23.439291 - t*0.0130042 + 0.00256*math.Cos(node))
	y := math.Tan(obliquity / 2)
	y *= y
	equation = 4 / rad * (y*math.Sin(2*mean) - 2*excentricity*math.Sin(anomaly) + 4*excentricity*y*math.Sin(anomaly)*math.Cos(2*mean) -
		0.5*y*y*math.Sin(4*mean) - 1.25*excentricity*excentricity*math.Sin(2*anomaly))
	return math.Asin(math.Sin(obliquity) * math.Sin(longitude)), equation
}

// sunMinute returns the minute of the local day at which an event happens. It is
// exact where a position is known; ok is false where the sun, in high latitudes,
// leaves the event out, and the minute is then the usual one.
func sunMinute(e event, d Day, p *Place, clock *dayClock) (minute int, ok bool) {
	if !p.HasPosition {
		return usual[e], true
	}
	at, ok := sunAt(e, d, p.Lat, p.Lon)
	if !ok {
		return usual[e], false
	}
	return clock.wall(at, p.zone()), true
}

// zone is the place's zone, UTC where none is given.
func (p *Place) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}
