package webp

import (
	"encoding/binary"
	"math"
)

// frame writes what was coded as a key frame (RFC 6386, sections 9 and 19).
func (e *encoder) frame() []byte {
	chosen := choose(e.told.count())
	first := e.header(&chosen)
	rest := newBoolWriter()
	e.told.write(rest, &chosen)
	second := rest.bytes()
	out := make([]byte, 10, 10+len(first)+len(second))
	tag := uint32(1<<4) | uint32(len(first))<<5 // a key frame of version 0 that is shown
	out[0], out[1], out[2] = byte(tag), byte(tag>>8), byte(tag>>16)
	out[3], out[4], out[5] = 0x9d, 0x01, 0x2a
	binary.LittleEndian.PutUint16(out[6:], uint16(e.width))
	binary.LittleEndian.PutUint16(out[8:], uint16(e.height))
	return append(append(out, first...), second...)
}

// header writes the first partition: how the frame is made, and how each block is predicted.
func (e *encoder) header(chosen *tokenProbs) []byte {
	w := newBoolWriter()
	w.number(0, 2) // colours as usual, values clamped
	w.number(0, 1) // no segments
	w.number(0, 1) // the normal filter
	w.number(uint32(e.filter), 6)
	w.number(0, 3) // no sharpening
	w.number(0, 1) // the same filter everywhere
	w.number(0, 2) // one partition of tokens
	w.number(uint32(e.step), 7)
	w.number(0, 5) // no other steps for any kind
	w.number(0, 1) // probabilities are for this frame alone
	for p := range planes {
		for b := range bands {
			for c := range contexts {
				for n := range probs {
					now := chosen[p][b][c][n]
					anew := now != firstProbs[p][b][c][n]
					w.bit(updateProbs[p][b][c][n], anew)
					if anew {
						w.number(uint32(now), 8)
					}
				}
			}
		}
	}
	skip := e.skipProb()
	w.number(1, 1)
	w.number(uint32(skip), 8)
	for i := range e.blocks {
		b := &e.blocks[i]
		w.bit(skip, b.empty)
		w.light(b.light)
		w.colour(b.colour)
	}
	return w.bytes()
}

// skipProb is how often a block is not empty, of 256.
func (e *encoder) skipProb() uint8 {
	full := 0
	for i := range e.blocks {
		full += number(!e.blocks[i].empty)
	}
	return uint8(min(max(256*full/len(e.blocks), 1), 255))
}

func (b *boolWriter) light(way uint8) {
	b.bit(145, true) // predicted as a whole
	b.bit(156, way == beside || way == gradient)
	switch way {
	case mean, above:
		b.bit(163, way == above)
	default:
		b.bit(128, way == gradient)
	}
}

func (b *boolWriter) colour(way uint8) {
	b.bit(142, way != mean)
	if way == mean {
		return
	}
	b.bit(114, way != above)
	if way != above {
		b.bit(183, way == gradient)
	}
}

// choose takes new probabilities where they save more than sending them costs.
func choose(count *counter) (chosen tokenProbs) {
	chosen = firstProbs
	for p := range planes {
		for b := range bands {
			for c := range contexts {
				for n := range probs {
					seen := count[((p*bands+b)*contexts+c)*probs+n]
					all := seen[0] + seen[1]
					if all == 0 {
						continue
					}
					old, now := firstProbs[p][b][c][n], uint8(min(max(256*uint64(seen[0])/uint64(all), 1), 255))
					send := 8 + price(updateProbs[p][b][c][n], true) - price(updateProbs[p][b][c][n], false)
					if cost(seen, now)+send < cost(seen, old) {
						chosen[p][b][c][n] = now
					}
				}
			}
		}
	}
	return chosen
}

// cost is how many bits choices take by a probability.
func cost(seen [2]uint32, prob uint8) float64 {
	return float64(seen[0])*price(prob, false) + float64(seen[1])*price(prob, true)
}

func price(prob uint8, set bool) float64 {
	p := float64(prob) / 256
	if set {
		p = 1 - p
	}
	return -math.Log2(p)
}

// filterLevel is how much a decoder smooths the seams of blocks: more where more was left out.
func filterLevel(step int) int { return min(step/3, 63) }
