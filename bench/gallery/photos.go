package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"twintown/internal/platform/media/mediatest"
)

// A photograph as telephones take it.
const (
	photoWidth   = 4000
	photoHeight  = 3000
	photoQuality = 92
)

// makePhotos writes photographs 000.jpg, 001.jpg, … into a folder. The same number gives
// the same photograph each time.
func makePhotos(folder string, n int) error {
	cloud := texture(1)
	var all sync.WaitGroup
	next := make(chan int)
	failed := make(chan error, n)
	for range runtime.NumCPU() {
		all.Go(func() {
			for i := range next {
				if err := os.WriteFile(photoAt(folder, i), photograph(cloud, i), 0o600); err != nil {
					failed <- err
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
	close(failed)
	return <-failed
}

func photoAt(folder string, i int) string { return filepath.Join(folder, fmt.Sprintf("%03d.jpg", i)) }

// photograph makes one: every third was taken with the telephone turned, every second says where.
func photograph(cloud *[side][side]int16, seed int) []byte {
	img := scene(cloud, rand.New(rand.NewPCG(uint64(seed), 12)))
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: photoQuality}); err != nil {
		panic(err) // a buffer takes all
	}
	orientation, where := uint16(1), ""
	if seed%3 == 1 {
		orientation = 6
	}
	if seed%2 == 0 {
		where = "53.1325 N 23.1688 E"
	}
	return mediatest.WithExif(b.Bytes(), mediatest.Exif(orientation, where))
}

// side is the side of the texture, a power of two.
const side = 1024

// texture is noise of many scales that repeats at its edges, within ±128.
func texture(seed uint64) *[side][side]int16 {
	r := rand.New(rand.NewPCG(seed, 7))
	out := new([side][side]int16)
	for cell, strength := 256, 64.0; cell >= 1; cell, strength = cell/2, strength*0.55 {
		n := side / cell
		grid := make([]float64, n*n)
		for i := range grid {
			grid[i] = r.Float64()*2 - 1
		}
		for y := range side {
			for x := range side {
				gx, gy := x/cell, y/cell
				fx, fy := smooth(float64(x%cell)/float64(cell)), smooth(float64(y%cell)/float64(cell))
				top := grid[gy*n+gx]*(1-fx) + grid[gy*n+(gx+1)%n]*fx
				low := grid[(gy+1)%n*n+gx]*(1-fx) + grid[(gy+1)%n*n+(gx+1)%n]*fx
				out[y][x] += int16(strength * (top*(1-fy) + low*fy))
			}
		}
	}
	return out
}

func smooth(f float64) float64 { return f * f * (3 - 2*f) }

// scene is a sky over a ground with a row of houses before it.
func scene(cloud *[side][side]int16, r *rand.Rand) *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, photoWidth, photoHeight), image.YCbCrSubsampleRatio420)
	horizon := photoHeight*2/5 + r.IntN(photoHeight/4)
	dx, dy := r.IntN(side), r.IntN(side)
	fine := 1 + r.IntN(3) // how near the ground is
	houses := rowOfHouses(r, horizon)
	noise, grain := r.Uint64()|1, 5+r.IntN(8)
	for y := range photoHeight {
		row := img.Y[y*img.YStride:][:photoWidth]
		for x := range row {
			noise ^= noise << 13
			noise ^= noise >> 7
			noise ^= noise << 17
			n := int(noise>>32)%(2*grain+1) - grain
			var v int
			h := houses[x/houseStep]
			switch {
			case y > h.top && y < h.foot:
				v = h.light + int(cloud[(y*2+dy)%side][(x*2+dx)%side])/6
				if (x-h.left)%h.window < h.window/2 && (y-h.top)%(h.window*3/2) < h.window*2/3 {
					v -= 70
				}
			case y < horizon:
				v = 215 - 60*y/horizon + int(cloud[(y/3+dy)%side][(x/3+dx)%side])/3
			default:
				v = 105 + int(cloud[(y*fine+dx)%side][(x*fine+dy)%side]) - 20*(y-horizon)/photoHeight
			}
			row[x] = uint8(min(max(v+n, 0), 255))
		}
	}
	for y := range photoHeight / 2 {
		for x := range photoWidth / 2 {
			at, t := y*img.CStride+x, int(cloud[(y/2+dx)%side][(x/2+dy)%side])
			b, red := 100+t/10, 126-t/12 // ground
			h := houses[2*x/houseStep]
			switch {
			case 2*y > h.top && 2*y < h.foot:
				b, red = h.blue, h.red
			case 2*y < horizon:
				b, red = 148+t/14, 112-t/20
			}
			img.Cb[at], img.Cr[at] = uint8(min(max(b, 0), 255)), uint8(min(max(red, 0), 255))
		}
	}
	return img
}

// houseStep is the least width of a house in points.
const houseStep = 40

type house struct{ left, top, foot, light, blue, red, window int }

func rowOfHouses(r *rand.Rand, horizon int) (all [photoWidth / houseStep]house) {
	for i := 0; i < len(all); {
		h := house{
			left: i * houseStep, foot: horizon + r.IntN(200), light: 90 + r.IntN(110), blue: 100 + r.IntN(40), red: 120 + r.IntN(45), window: 30 + r.IntN(60),
		}
		h.top = h.foot - 150 - int(math.Abs(r.NormFloat64())*350)
		if r.IntN(4) == 0 {
			h.top = h.foot // a gap
		}
		for wide := 4 + r.IntN(14); wide > 0 && i < len(all); wide, i = wide-1, i+1 {
			all[i] = h
		}
	}
	return all
}
