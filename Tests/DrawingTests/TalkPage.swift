import Drawing

/// The first target picture of the design as a frame: what exporters and themes are tried on.
///
/// Panes draw such pages later; here the cells are the picture's text, and a mark's role is what the design
/// says it means.
enum TalkPage {
  static let frame: Frame = painted()

  static let title = "Step 40 of 55: action.remap.pte.5"
  static let description = "Entry 5 now maps 7f0000005000 to page frame fed05."

  static let text = """
     vmascope  Map device memory with an action             kernel seed-v2   paused
      ✓ enter  ✓ PREPARE  ✓ ESTABLISH        ▶ ACTION 6/16       · HOOKS  · RETURN
     ┼━━━━━━━━┼━━━━━━━━━━┼━━━━━━━━━━━━━━━━━━┼━━━━━━━━●──────────┼────────┼─────────┤
      !!! !!!   !  !       !!                ! !!                        ! may fail
    ─ Code ─────────────── mm/memory.c ─┬─ Address space ──────── app 4242, 4 VMAs ─
     ✓ __mmap_setup                     │ 7ffd8a1c0000 ███ [stack]     rw-p   132K
     ✓ call_mmap_prepare     asks remap │               ·  782 GiB free
     ✓ vma_merge_new_range           no │ 7f3a12000000 ▒▒▒ libc.so.6   r-xp   1.4M
     ✓ __mmap_new_vma            linked │               ·  232 GiB free
     ✓ __mmap_complete                  │ 7f0000000000 ░░░ /dev/mem    rw-s    64K
     ▼ mmap_action_complete             │              ░░░ pf io de dd ●tree ●rmap
       ✓ pte_alloc_map_lock !       new │               ·  41.2 TiB free
    ▶    set_pte_at [5] ← fed05    6/16 │ 55d0c0a00000 ▒▒▒ app         r-xp    48K
     – success_hook            none set │               ·  85.8 TiB free
    ─ Page table ───────── 6 of 16 set ─┼─ Locks ───────────────── mm_lock_seq odd ─
     PGD 254 ─▶ PUD 0 ─▶ PMD 0 ─▶ PTE 5 │  W  mmap_lock mapper  ║ fault, maps
                shared   new      new   │  W  VMA lock  mapper  tied to mmap_lock
     0       4       8       12         │  ·  i_mmap    free
     ■ ■ ■ ■ ■ ■ · · · · · · · · · ·    │  W  PTE lock  mapper  spin, this table
               ▲ → pfn fed05 rw special │ sees it  ● cpu  ● rmap  ║ fault  ║ maps
    ─ action.remap.pte.5 ───────────────┴──────────────────────────────── 40 of 55 ─
      Entry 5 now maps 7f0000005000 to page frame fed05, read and write.
      Other CPUs can use it already: hardware takes no lock, mmap() still runs.
     → next  ← back  ] stage  x fail here  e explain  = compare  ? help  q quit

    """

  /// A text as a frame of plain cells.
  static func plain(_ text: String, columns: Int, rows: Int) -> Frame {
    var frame = Frame(Size(columns: columns, rows: rows))
    for (y, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where y < rows
    {
      for (x, scalar) in line.unicodeScalars.enumerated() where x < columns {
        frame[x, y].scalar = scalar.value
      }
    }
    return frame
  }

  private static func painted() -> Frame {
    var frame = plain(text, columns: 80, rows: 24)
    for y in 0..<24 {
      for x in 0..<80 { frame[x, y].style = style(of: Unicode.Scalar(frame[x, y].scalar) ?? " ") }
    }
    for (row, words, style) in words { paint(words, row, style, in: &frame) }
    for x in 0..<10 { frame[x, 0].style = Style(.bar) }
    for x in 1..<49 { frame[x, 2].style = Style(.title) }
    for x in 40..<55 { frame[x, 1].style = Style(.stageActive) }
    for x in 0..<36 { frame[x, 12].style = frame[x, 12].style.onPanel }
    for row in [15, 16, 18] { for x in 38..<41 { frame[x, row].style = Style(.lockWrite).reversed.bold } }
    frame[11, 18].style = Style(.stageActive)
    return frame
  }

  private static func style(of mark: Unicode.Scalar) -> Style {
    switch mark {
    case "─", "│", "┬", "┴", "┼", "├", "┤": return Style(.border)
    case "✓": return Style(.ok)
    case "·", "!", "–": return Style(.dim)
    case "║": return Style(.warn)
    case "▶", "▲": return Style(.descChanged)
    case "■": return Style(.ptePFN)
    case "█": return Style(.vmaAnon)
    case "▒": return Style(.vmaFile)
    case "░": return Style(.vmaIO)
    default: return Style(.text)
    }
  }

  // Every place of some words in a row.
  private static func paint(_ words: String, _ row: Int, _ style: Style, in frame: inout Frame) {
    let wanted = words.unicodeScalars.map(\.value)
    for x in 0...(frame.columns - wanted.count) {
      guard wanted.indices.allSatisfy({ frame[x + $0, row].scalar == wanted[$0] }) else { continue }
      for offset in wanted.indices { frame[x + offset, row].style = style }
    }
  }

  private static let words: [(row: Int, words: String, style: Style)] = [
    (0, "Map device memory with an action", Style(.title)), (0, "kernel", Style(.dim)),
    (0, "seed-v2", Style(.text).bold), (0, "paused", Style(.dim)),
    (1, "HOOKS", Style(.stagePending)), (1, "RETURN", Style(.stagePending)),
    (2, "●", Style(.descChanged)), (3, "may fail", Style(.dim)),
    (4, "Code", Style(.title)), (4, "mm/memory.c", Style(.dim)), (4, "Address space", Style(.title)),
    (4, "app 4242, 4 VMAs", Style(.dim)),
    (5, "7ffd8a1c0000", Style(.dim)), (6, "asks remap", Style(.dim)), (6, "782 GiB free", Style(.dim)),
    (7, "no ", Style(.dim)), (7, "7f3a12000000", Style(.dim)), (8, "linked", Style(.dim)),
    (8, "232 GiB free", Style(.dim)), (9, "/dev/mem", Style(.text).bold),
    (10, "▼ mmap_action_complete", Style(.text).bold), (10, "●", Style(.rmapVisible)),
    (11, " new", Style(.dim)), (11, "41.2 TiB free", Style(.dim)),
    (12, "set_pte_at [5] ← fed05", Style(.text).bold), (12, "6/16", Style(.dim)),
    (12, "55d0c0a00000", Style(.dim)), (13, "success_hook", Style(.dim)), (13, "none set", Style(.dim)),
    (13, "85.8 TiB free", Style(.dim)),
    (14, "Page table", Style(.title)), (14, "6 of 16 set", Style(.dim)), (14, "Locks", Style(.title)),
    (14, "mm_lock_seq odd", Style(.dim)),
    (15, "PGD", Style(.dim)), (15, "PUD", Style(.dim)), (15, "PMD", Style(.dim)), (15, "PTE", Style(.dim)),
    (15, "254", Style(.text).bold), (15, " 0 ", Style(.text).bold), (15, " 5 ", Style(.text).bold),
    (15, "▶", Style(.border)), (15, "fault, maps", Style(.warn)),
    (16, "shared", Style(.dim)), (16, "new", Style(.ok)), (16, "tied to mmap_lock", Style(.dim)),
    (17, "0", Style(.dim)), (17, "4", Style(.dim)), (17, "8", Style(.dim)), (17, "12", Style(.dim)),
    (17, "i_mmap    free", Style(.dim)), (18, "spin, this table", Style(.dim)),
    (19, "sees it", Style(.dim)), (19, "●", Style(.rmapVisible)), (19, "cpu", Style(.descChanged)),
    (19, "fault", Style(.warn)), (19, " maps", Style(.warn)),
    (20, "action.remap.pte.5", Style(.descChanged)), (20, "40 of 55", Style(.dim)),
    (21, "Entry 5 now maps 7f0000005000 to page frame fed05, read and write.", Style(.text).bold),
    (23, "next", Style(.dim)), (23, "back", Style(.dim)), (23, "stage", Style(.dim)),
    (23, "fail here", Style(.dim)), (23, "explain", Style(.dim)), (23, "compare", Style(.dim)),
    (23, "help", Style(.dim)), (23, "quit", Style(.dim)), (23, "→", Style(.key)), (23, "←", Style(.key)),
    (23, "] ", Style(.key)), (23, " x ", Style(.key)), (23, " e ", Style(.key)), (23, "=", Style(.key)),
    (23, "?", Style(.key)), (23, " q ", Style(.key)),
  ]
}
