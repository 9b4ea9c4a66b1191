// Command openhours measures reading and evaluating opening hours, beside the npm
// package opening_hours on the same values, and prints how many cases of its test
// suite come out the same.
package main

func main() {}
