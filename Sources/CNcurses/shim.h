/* Wide ncurses for Swift: inline functions in place of macros and mutable globals, which do not import. */
#ifndef VMASCOPE_CNCURSES_SHIM_H
#define VMASCOPE_CNCURSES_SHIM_H

/* Must stand before the include: SwiftPM does not pass pkg-config's macros on. */
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <stdio.h>

/* glibc declares it only under feature macros that Swift's Glibc module does not set. */
extern int wcwidth(wchar_t);

typedef enum __attribute__((flag_enum, enum_extensibility(open), swift_name("CursesAttributes"))) : attr_t {
  NCAttrBold = A_BOLD,
  NCAttrDim = A_DIM,
  NCAttrItalic = A_ITALIC,
  NCAttrUnderline = A_UNDERLINE,
  NCAttrReverse = A_REVERSE
} NCAttr;

typedef struct __attribute__((swift_name("Curses"))) NCCurses {
  char unused;
} NCCurses;

/* The window that covers the screen. */
static inline WINDOW *nc_screen(void) __attribute__((swift_name("getter:NCCurses.screen()"))) {
  return stdscr;
}

/* What ncurses believes the terminal shows; clearok on it repaints everything. */
static inline WINDOW *nc_shown(void) __attribute__((swift_name("getter:NCCurses.shown()"))) {
  return curscr;
}

static inline int nc_pairs(void) __attribute__((swift_name("getter:NCCurses.pairs()"))) {
  return COLOR_PAIRS;
}

/* A curses session on the standard streams, or null when the terminal type is unknown. */
static inline SCREEN *nc_open_standard(const char *type)
    __attribute__((swift_name("NCCurses.open(type:)"))) {
  return newterm(type, stdout, stdin);
}

/* Pushes what stdio still holds out to the terminal. */
static inline void nc_flush(void) __attribute__((swift_name("NCCurses.flush()"))) {
  fflush(stdout);
}

static const mmask_t NC_ALL_MOUSE = ALL_MOUSE_EVENTS;

/* The colour bits that a cell's attributes carry beside its extended pair. */
static inline attr_t nc_pair_bits(int pair) __attribute__((swift_name("NCCurses.bits(pair:)"))) {
  return NCURSES_BITS((attr_t)(pair > 255 ? 255 : pair), 0) & A_COLOR;
}

#endif
