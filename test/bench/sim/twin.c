/*
 * The page allocator once more, in C: the yardstick for packages/sim/src/allocator. Same rules (Linux 6.1.192), same stream of
 * operations, so the same frames, which both fold into a hash.
 *
 *   cc -O2 twin.c -o twin && ./twin STREAM RUNS
 *
 * Plain arrays indexed by frame, in the layout that measured fastest in C: a state byte for each page and a list node for each
 * pair of pages, for free order-0 buddies never stand side by side and every larger block starts at an even frame. (A node for
 * each page takes 10 to 20 % longer.) CMA, isolation and the slow path behind the MIN watermark are left out: no stream gets
 * there. stream.ts describes the file.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

typedef uint8_t u8;
typedef int32_t i32;
typedef uint32_t u32;
typedef uint64_t u64;

enum { MAX_ORDER = 10, ORDERS = MAX_ORDER + 1, PAGEBLOCK_ORDER = 9, PAGEBLOCK = 1 << PAGEBLOCK_ORDER };
enum { UNMOVABLE, MOVABLE, RECLAIMABLE, HIGHATOMIC, TYPES, PCP_TYPES = HIGHATOMIC };
enum { COSTLY_ORDER = 3, PCP_THP = PCP_TYPES * (COSTLY_ORDER + 1), PCP_LISTS = PCP_THP + 2, MAX_FREE_FACTOR = 5 };
enum { GFP_DMA = 0x1, GFP_DMA32 = 0x4, GFP_HIGH = 0x20, GFP_ATOMIC = 0x200, GFP_DIRECT_RECLAIM = 0x400 };
enum { ALLOC_MIN_RESERVE = 1, ALLOC_NON_BLOCK = 2, ALLOC_HIGHATOMIC = 4, ALLOC_NOFRAGMENT = 8 };
enum { MIN, LOW, HIGH, MARKS };
enum { ZONE_DMA, ZONE_DMA32, ZONE_NORMAL, MAX_ZONES };

/* A block's first frame; 0 inside of blocks. Free: type of its list; used: mobility; in a per-cpu list: type. */
enum { FREE = 0x80, USED = 0x40, CACHED = 0x70, FREE_ORDER = FREE | 15 };

/* Free blocks of one order that lie in per-cpu lists: a ring, newest at `head`. */
struct ring { u32 *frames, mask, head, length; };
struct pcp { i32 count; u32 free_factor; struct ring lists[PCP_LISTS]; };
struct zone {
	u32 kind, start, end, managed, batch, pcp_high;
	i32 marks[MARKS], reserve[MAX_ZONES];
	i32 free_pages, reserved_highatomic, boost;
	u64 allocated, freed; /* pages since boot, as /proc/vmstat counts them */
	u32 blocks[ORDERS], nodes;
	struct pcp *pcps;
};
struct node { u32 next, prev; };

static const u8 FALLBACKS[PCP_TYPES][2] = {
	{ RECLAIMABLE, MOVABLE }, { RECLAIMABLE, UNMOVABLE }, { UNMOVABLE, MOVABLE } };

static struct zone zones[MAX_ZONES];
static u32 zone_count, cpus, fallbacks;
static struct node *nodes;
static u8 *state, *block_type;

/* ---- free lists -------------------------------------------------------------------------------------------------- */

static inline u32 list_of(const struct zone *zone, u32 order, u32 type)
{
	return zone->nodes + order * TYPES + type;
}

static inline int is_empty(const struct zone *zone, u32 order, u32 type)
{
	u32 list = list_of(zone, order, type);
	return nodes[list].next == list;
}

static inline u32 first_of(const struct zone *zone, u32 order, u32 type)
{
	u32 frame = nodes[list_of(zone, order, type)].next << 1;
	if (order == 0 && (state[frame] & FREE_ORDER) != FREE)
		frame++;
	return frame;
}

static inline void link_block(struct zone *zone, u32 frame, u32 order, u32 type, int to_tail)
{
	u32 list = list_of(zone, order, type), node = frame >> 1;
	u32 prev = to_tail ? nodes[list].prev : list, next = to_tail ? list : nodes[list].next;
	nodes[node] = (struct node){ next, prev };
	nodes[prev].next = node;
	nodes[next].prev = node;
	state[frame] = FREE | type << 4 | order;
	zone->blocks[order]++;
}

static inline void unlink_block(struct zone *zone, u32 frame, u32 order)
{
	struct node node = nodes[frame >> 1];
	nodes[node.prev].next = node.next;
	nodes[node.next].prev = node.prev;
	state[frame] = 0;
	zone->blocks[order]--;
}

static inline int holds(const struct zone *zone, u32 frame)
{
	return frame - zone->start < zone->end - zone->start;
}

static inline int is_buddy(const struct zone *zone, u32 frame, u32 order)
{
	return (state[frame] & FREE_ORDER) == (FREE | order) && holds(zone, frame);
}

/* __free_one_page() */
static void free_one(struct zone *zone, u32 frame, u32 order, u32 type, int to_tail)
{
	zone->free_pages += 1 << order;
	for (; order < MAX_ORDER; order++) {
		u32 buddy = frame ^ 1u << order;
		if (!is_buddy(zone, buddy, order))
			break;
		if (order >= PAGEBLOCK_ORDER) {
			u32 other = block_type[buddy >> PAGEBLOCK_ORDER];
			if (other != type && (other >= PCP_TYPES || type >= PCP_TYPES))
				break;
		}
		unlink_block(zone, buddy, order);
		frame &= buddy;
	}
	if (!to_tail && order < MAX_ORDER - 1) /* a merge one order up is likely: keep the block free for long */
		to_tail = is_buddy(zone, (frame & ~(1u << order)) ^ 2u << order, order + 1);
	link_block(zone, frame, order, type, to_tail);
}

/* __rmqueue_smallest(), expand(): a block that is on no list and has no state yet, or -1 */
static inline i32 take_smallest(struct zone *zone, u32 order, u32 type)
{
	for (u32 found = order; found <= MAX_ORDER; found++) {
		if (is_empty(zone, found, type))
			continue;
		u32 frame = first_of(zone, found, type);
		unlink_block(zone, frame, found);
		while (found-- > order)
			link_block(zone, frame + (1u << found), found, type, 0);
		return frame;
	}
	return -1;
}

/* ---- fallback between migratetypes ------------------------------------------------------------------------------- */

static void move_block(struct zone *zone, u32 frame, u32 order, u32 type)
{
	unlink_block(zone, frame, order);
	link_block(zone, frame, order, type, 1);
}

static void set_types(u32 frame, u32 order, u32 type)
{
	memset(block_type + (frame >> PAGEBLOCK_ORDER), type, order > PAGEBLOCK_ORDER ? 1 << (order - PAGEBLOCK_ORDER) : 1);
}

/*
 * move_freepages_block(): moves what is free in a page's pageblock, or in its part from the page on if a zone starts inside.
 * Pages moved; also counts pages of allocated movable blocks.
 */
static u32 move_pageblock(struct zone *zone, u32 page, u32 type, u32 *movable)
{
	u32 moved = 0, start = page & ~(u32)(PAGEBLOCK - 1), end = start + PAGEBLOCK;
	*movable = 0;
	if (!holds(zone, end - 1))
		return 0;
	for (u32 frame = holds(zone, start) ? start : page; frame < end;) {
		u8 s = state[frame];
		u32 pages = s >= FREE || (s >= USED && s < CACHED) ? 1u << (s & 15) : 1;
		if (s >= FREE) {
			move_block(zone, frame, s & 15, type);
			moved += pages;
		} else if (s >> 4 == (USED >> 4) + MOVABLE) {
			*movable += pages;
		}
		frame += pages;
	}
	return moved;
}

static void boost_watermark(struct zone *zone)
{
	if (4 * PAGEBLOCK > zone->managed || zone->marks[HIGH] == 0)
		return;
	i32 most = (u64)zone->marks[HIGH] * 15000 / 10000;
	if (most < PAGEBLOCK)
		most = PAGEBLOCK;
	zone->boost = zone->boost + PAGEBLOCK < most ? zone->boost + PAGEBLOCK : most;
}

/* steal_suitable_fallback() */
static void steal(struct zone *zone, u32 frame, u32 order, u32 type, int whole)
{
	u32 old = block_type[frame >> PAGEBLOCK_ORDER], movable;
	if (old == HIGHATOMIC) {
		move_block(zone, frame, order, type);
		return;
	}
	if (order >= PAGEBLOCK_ORDER) {
		set_types(frame, order, type);
		move_block(zone, frame, order, type);
		return;
	}
	boost_watermark(zone);
	if (!whole || !holds(zone, frame | (PAGEBLOCK - 1))) {
		move_block(zone, frame, order, type);
		return;
	}
	u32 alike = move_pageblock(zone, frame, type, &movable);
	if (type == MOVABLE)
		alike += movable;
	else if (old == MOVABLE)
		alike = PAGEBLOCK - movable;
	if (alike >= PAGEBLOCK / 2)
		set_types(frame, PAGEBLOCK_ORDER, type);
}

static int can_steal(u32 order, u32 type)
{
	return order >= PAGEBLOCK_ORDER / 2 || type != MOVABLE;
}

/* First type in the table that has blocks of this order, or -1: find_suitable_fallback() */
static i32 fallback_type(const struct zone *zone, u32 order, u32 type)
{
	if (zone->blocks[order])
		for (u32 i = 0; i < 2; i++)
			if (!is_empty(zone, order, FALLBACKS[type][i]))
				return FALLBACKS[type][i];
	return -1;
}

/* __rmqueue_fallback(): true if blocks were moved to the wanted type */
static __attribute__((noinline)) int fall_back(struct zone *zone, u32 order, u32 type, u32 flags)
{
	i32 least = (flags & ALLOC_NOFRAGMENT) && order < PAGEBLOCK_ORDER ? PAGEBLOCK_ORDER : order;
	for (i32 found = MAX_ORDER; found >= least; found--) {
		i32 other = fallback_type(zone, found, type);
		if (other < 0)
			continue;
		if (!can_steal(found, type) && (u32)found > order) /* movable: the smallest block pollutes least */
			for (found = order; (other = fallback_type(zone, found, type)) < 0;)
				found++;
		steal(zone, first_of(zone, found, other), found, type, can_steal(found, type));
		fallbacks++;
		return 1;
	}
	return 0;
}

/* __rmqueue(): without its effect on free_pages, which a bulk counts once */
static inline i32 take_block(struct zone *zone, u32 order, u32 type, u32 flags)
{
	for (;;) {
		i32 frame = take_smallest(zone, order, type);
		if (frame >= 0 || !fall_back(zone, order, type, flags))
			return frame;
	}
}

/* ---- per-cpu lists ----------------------------------------------------------------------------------------------- */

static inline int is_cached(u32 order)
{
	return order <= COSTLY_ORDER || order == PAGEBLOCK_ORDER;
}

static inline u32 pcp_index(u32 order, u32 type)
{
	return order == PAGEBLOCK_ORDER ? PCP_THP + (type == MOVABLE) : order * PCP_TYPES + type;
}

static inline u32 pcp_order(u32 index)
{
	return index >= PCP_THP ? PAGEBLOCK_ORDER : index / PCP_TYPES;
}

/* rmqueue_bulk() into an empty list */
static void refill(struct zone *zone, struct pcp *pcp, struct ring *list, u32 order, u32 type, u32 flags)
{
	u32 wanted = zone->batch;
	if (wanted > 1)
		wanted = wanted >> order > 2 ? wanted >> order : 2;
	for (list->head = 0; list->length < wanted; list->length++) {
		i32 frame = take_block(zone, order, type, flags);
		if (frame < 0)
			break;
		state[frame] = CACHED | type;
		list->frames[list->length] = frame;
	}
	zone->free_pages -= list->length << order;
	pcp->count += list->length << order;
}

/* rmqueue_pcplist() */
static inline i32 take_cached(struct zone *zone, u32 cpu, u32 order, u32 type, u32 flags)
{
	struct pcp *pcp = &zone->pcps[cpu];
	struct ring *list = &pcp->lists[pcp_index(order, type)];
	pcp->free_factor >>= 1;
	if (list->length == 0) {
		refill(zone, pcp, list, order, type, flags);
		if (list->length == 0)
			return -1;
	}
	u32 frame = list->frames[list->head];
	list->head = (list->head + 1) & list->mask;
	list->length--;
	pcp->count -= 1 << order;
	return frame;
}

/* free_pcppages_bulk() */
static void drain(struct zone *zone, struct pcp *pcp, i32 count, i32 index)
{
	i32 first = 0, last = PCP_LISTS - 1;
	if (count > pcp->count)
		count = pcp->count;
	for (index--; count > 0;) {
		for (;;) {
			if (++index > last)
				index = first;
			if (pcp->lists[index].length)
				break;
			if (index == last)
				last--;
			if (index == first)
				first++;
		}
		struct ring *list = &pcp->lists[index];
		u32 order = pcp_order(index);
		do {
			u32 frame = list->frames[(list->head + --list->length) & list->mask];
			count -= 1 << order;
			pcp->count -= 1 << order;
			u32 type = state[frame] & 15;
			state[frame] = 0;
			free_one(zone, frame, order, type, 0);
		} while (count > 0 && list->length);
	}
}

/* nr_pcp_free() */
static i32 drain_count(struct pcp *pcp, i32 high, i32 batch)
{
	if (high < batch)
		return 1;
	i32 count = batch << pcp->free_factor;
	if (count < high - batch && pcp->free_factor < MAX_FREE_FACTOR)
		pcp->free_factor++;
	return count < high - batch ? count : high - batch;
}

/* free_unref_page_commit() */
static inline void give_cached(struct zone *zone, u32 cpu, u32 frame, u32 order)
{
	struct pcp *pcp = &zone->pcps[cpu];
	u32 type = block_type[frame >> PAGEBLOCK_ORDER];
	u32 index = pcp_index(order, type >= PCP_TYPES ? MOVABLE : type);
	struct ring *list = &pcp->lists[index];
	list->head = (list->head - 1) & list->mask;
	list->frames[list->head] = frame;
	list->length++;
	pcp->count += 1 << order;
	state[frame] = CACHED | type;
	int all = pcp->free_factor && order && order <= COSTLY_ORDER;
	i32 high = all ? 0 : zone->pcp_high;
	if (pcp->count >= high)
		drain(zone, pcp, all ? pcp->count : drain_count(pcp, high, zone->batch), index);
}

/* ---- requests ---------------------------------------------------------------------------------------------------- */

/* __zone_watermark_ok() */
static inline int watermark_ok(const struct zone *zone, u32 order, i32 mark, u32 highest, u32 flags)
{
	i32 free = zone->free_pages - ((1 << order) - 1);
	if (!(flags & (ALLOC_NON_BLOCK | ALLOC_MIN_RESERVE | ALLOC_HIGHATOMIC)))
		free -= zone->reserved_highatomic;
	if (flags & ALLOC_MIN_RESERVE) {
		mark -= mark / 2;
		if (flags & ALLOC_NON_BLOCK)
			mark -= mark / 4;
	}
	if (free <= mark + zone->reserve[highest])
		return 0;
	if (order == 0)
		return 1;
	for (u32 o = order; o <= MAX_ORDER; o++) {
		if (!zone->blocks[o])
			continue;
		for (u32 type = 0; type < PCP_TYPES; type++)
			if (!is_empty(zone, o, type))
				return 1;
		if ((flags & ALLOC_HIGHATOMIC) && !is_empty(zone, o, HIGHATOMIC))
			return 1;
	}
	return 0;
}

/* zone_watermark_fast(): an atomic page does not see the boost at MIN */
static inline int may_take(const struct zone *zone, u32 order, u32 gfp, u32 wmark, u32 highest, u32 flags)
{
	if (watermark_ok(zone, order, zone->marks[wmark] + zone->boost, highest, flags))
		return 1;
	return wmark == MIN && order == 0 && (gfp & GFP_ATOMIC) && zone->boost &&
		watermark_ok(zone, order, zone->marks[MIN], highest, flags);
}

/* reserve_highatomic_pageblock() */
static void reserve_highatomic(struct zone *zone, u32 frame, u32 order)
{
	u32 movable;
	if ((u32)zone->reserved_highatomic >= zone->managed / 100 + PAGEBLOCK)
		return;
	if (block_type[frame >> PAGEBLOCK_ORDER] >= PCP_TYPES)
		return;
	zone->reserved_highatomic += PAGEBLOCK;
	set_types(frame, PAGEBLOCK_ORDER, HIGHATOMIC);
	if (order < PAGEBLOCK_ORDER)
		move_pageblock(zone, frame, HIGHATOMIC, &movable);
}

/* rmqueue(), rmqueue_buddy() */
static inline i32 take_from(struct zone *zone, u32 cpu, u32 order, u32 type, u32 flags)
{
	i32 frame = is_cached(order) ? take_cached(zone, cpu, order, type, flags) : -1;
	if (frame >= 0)
		return frame;
	if (flags & ALLOC_HIGHATOMIC)
		frame = take_smallest(zone, order, HIGHATOMIC);
	if (frame < 0)
		frame = take_block(zone, order, type, flags);
	if (frame < 0 && (flags & ALLOC_NON_BLOCK))
		frame = take_smallest(zone, order, HIGHATOMIC);
	if (frame >= 0)
		zone->free_pages -= 1 << order;
	return frame;
}

/* get_page_from_freelist() */
static inline i32 take_from_zonelist(u32 order, u32 gfp, u32 cpu, u32 wmark, u32 highest, u32 flags)
{
	u32 type = gfp >> 3 & 3;
	for (;; flags &= ~ALLOC_NOFRAGMENT) {
		for (i32 i = zone_count - 1; i >= 0; i--) {
			struct zone *zone = &zones[i];
			if (zone->kind > highest || !may_take(zone, order, gfp, wmark, highest, flags))
				continue;
			i32 frame = take_from(zone, cpu, order, type, flags);
			if (frame < 0)
				continue;
			if (flags & ALLOC_HIGHATOMIC)
				reserve_highatomic(zone, frame, order);
			state[frame] = USED | type << 4 | order;
			zone->allocated += 1 << order;
			return frame;
		}
		if (!(flags & ALLOC_NOFRAGMENT))
			return -1;
	}
}

/* gfp_to_alloc_flags() */
static u32 slow_flags(u32 order, u32 gfp)
{
	u32 flags = gfp & GFP_HIGH ? ALLOC_MIN_RESERVE : 0;
	if (gfp & GFP_DIRECT_RECLAIM)
		return flags;
	return flags | ALLOC_NON_BLOCK | (order > 0 && (gfp & GFP_HIGH) ? ALLOC_HIGHATOMIC : 0);
}

/* __alloc_pages(): down to LOW, then to MIN and below it what the caller may have */
static inline i32 allocate(u32 order, u32 gfp, u32 cpu)
{
	u32 highest = gfp & GFP_DMA ? ZONE_DMA : gfp & GFP_DMA32 ? ZONE_DMA32 : ZONE_NORMAL;
	u32 fast = highest == ZONE_NORMAL && zones[zone_count - 1].kind == ZONE_NORMAL ? ALLOC_NOFRAGMENT : 0;
	i32 frame = take_from_zonelist(order, gfp, cpu, LOW, highest, fast);
	return frame >= 0 ? frame : take_from_zonelist(order, gfp, cpu, MIN, highest, slow_flags(order, gfp));
}

static inline void release(u32 frame, u32 order, u32 cpu)
{
	struct zone *zone = zones;
	if ((state[frame] & ~0x30) != (USED | order))
		fprintf(stderr, "frame %u is no allocated block of order %u\n", frame, order), exit(1);
	while (frame >= zone->end)
		zone++;
	zone->freed += 1 << order;
	if (is_cached(order)) {
		give_cached(zone, cpu, frame, order);
	} else {
		state[frame] = 0;
		free_one(zone, frame, order, block_type[frame >> PAGEBLOCK_ORDER], 0);
	}
}

/* ---- the stream -------------------------------------------------------------------------------------------------- */

enum { CLASSES = 8, SLOT_BITS = 22 };
struct header {
	u32 magic, frames, cpus, zones, ranges, operations, slots, prefill, samples, gfp[CLASSES];
};
struct zone_record { u32 kind, start, end, managed, marks[MARKS], reserve[MAX_ZONES], batch, pcp_high; };
struct range { u32 start, end; };

static void *reserve(size_t bytes)
{
	void *p = mmap(0, bytes + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		perror("mmap"), exit(1);
	return p;
}

static u32 power_of_two_from(u32 n)
{
	u32 power = 1;
	while (power < n)
		power <<= 1;
	return power;
}

static void build(const struct header *header, const struct zone_record *records)
{
	u32 list = (header->frames >> 1) + 1;
	zone_count = header->zones;
	cpus = header->cpus;
	fallbacks = 0;
	nodes = reserve((list + zone_count * ORDERS * TYPES) * sizeof *nodes);
	state = reserve(header->frames + (1 << MAX_ORDER));
	block_type = reserve((header->frames >> PAGEBLOCK_ORDER) + 2);
	memset(block_type, MOVABLE, (header->frames >> PAGEBLOCK_ORDER) + 2);
	for (u32 i = 0; i < zone_count; i++) {
		struct zone *zone = &zones[i];
		const struct zone_record *r = &records[i];
		*zone = (struct zone){ .kind = r->kind, .start = r->start, .end = r->end, .managed = r->managed,
			.batch = r->batch, .pcp_high = r->pcp_high, .nodes = list };
		memcpy(zone->marks, r->marks, sizeof zone->marks);
		memcpy(zone->reserve, r->reserve, sizeof zone->reserve);
		for (u32 end = list + ORDERS * TYPES; list < end; list++)
			nodes[list] = (struct node){ list, list };
		zone->pcps = calloc(cpus, sizeof *zone->pcps);
		for (u32 cpu = 0; cpu < cpus; cpu++)
			for (u32 index = 0; index < PCP_LISTS; index++) {
				u32 most = r->batch > r->pcp_high ? r->batch : r->pcp_high;
				u32 size = power_of_two_from((most >> pcp_order(index)) + 3);
				zone->pcps[cpu].lists[index] = (struct ring){ reserve(size * sizeof(u32)), size - 1, 0, 0 };
			}
	}
}

static void tear_down(const struct header *header)
{
	munmap(nodes, ((header->frames >> 1) + 1 + zone_count * ORDERS * TYPES) * sizeof *nodes + 1);
	munmap(state, header->frames + (1 << MAX_ORDER) + 1);
	munmap(block_type, (header->frames >> PAGEBLOCK_ORDER) + 3);
	for (u32 i = 0; i < zone_count; i++) {
		for (u32 cpu = 0; cpu < cpus; cpu++)
			for (u32 index = 0; index < PCP_LISTS; index++) {
				struct ring *list = &zones[i].pcps[cpu].lists[index];
				munmap(list->frames, (list->mask + 1) * sizeof(u32) + 1);
			}
		free(zones[i].pcps);
	}
}

/* __free_pages_memory(): the largest aligned blocks, ascending, each to its list's tail */
static void hand_over(struct range range)
{
	struct zone *zone = zones;
	while (range.start >= zone->end)
		zone++;
	for (u32 frame = range.start, order; frame < range.end; frame += 1u << order) {
		order = MAX_ORDER;
		while (frame & ((1u << order) - 1) || frame + (1u << order) > range.end)
			order--;
		free_one(zone, frame, order, block_type[frame >> PAGEBLOCK_ORDER], 1);
	}
}

static u32 fold(u32 hash, i32 value)
{
	return (hash ^ (u32)value) * 0x01000193u;
}

/* unusable_free_index() and __fragmentation_index() of every zone and order */
static u32 probe(u32 hash)
{
	for (u32 i = 0; i < zone_count; i++)
		for (u32 order = 0; order <= MAX_ORDER; order++) {
			u64 pages = 0, blocks = 0, suitable = 0;
			for (u32 o = 0; o <= MAX_ORDER; o++) {
				blocks += zones[i].blocks[o];
				pages += (u64)zones[i].blocks[o] << o;
				if (o >= order)
					suitable += (u64)zones[i].blocks[o] << (o - order);
			}
			hash = fold(hash, pages ? (pages - (suitable << order)) * 1000 / pages : 1000);
			hash = fold(hash, !blocks ? 0 : suitable ? -1000 :
				1000 - (i32)((1000 + (pages * 1000 >> order)) / blocks));
		}
	return hash;
}

static double cpu_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void *read_all(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		perror(path), exit(1);
	fseek(file, 0, SEEK_END);
	size_t size = ftell(file);
	rewind(file);
	void *bytes = reserve(size);
	if (fread(bytes, 1, size, file) != size)
		perror(path), exit(1);
	fclose(file);
	return bytes;
}

static u32 hash, failures;

static void play(const struct header *header, const u32 *operations, i32 *slots, u32 from, u32 to)
{
	for (u32 i = from; i < to; i++) {
		u32 word = operations[i], slot = word & ((1u << SLOT_BITS) - 1), order = word >> SLOT_BITS & 15;
		u32 cpu = word >> 29 & 3;
		if (word >> 31) {
			if (slots[slot] >= 0)
				release(slots[slot], order, cpu);
		} else {
			i32 frame = allocate(order, header->gfp[word >> 26 & 7], cpu);
			slots[slot] = frame;
			hash = fold(hash, frame);
			failures += frame < 0;
		}
	}
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return fputs("usage: twin STREAM RUNS\n", stderr), 2;
	const struct header *header = read_all(argv[1]);
	const struct zone_record *records = (const void *)(header + 1);
	const struct range *ranges = (const void *)(records + header->zones);
	const u32 *operations = (const void *)(ranges + header->ranges);
	i32 *slots = reserve(header->slots * sizeof *slots);
	u32 steady = header->operations - header->prefill;
	for (int run = 0; run < atoi(argv[2]); run++) {
		double start = cpu_seconds();
		build(header, records);
		for (u32 i = 0; i < header->ranges; i++)
			hand_over(ranges[i]);
		double booted = cpu_seconds();
		hash = 0x811c9dc5, failures = 0;
		play(header, operations, slots, 0, header->prefill);
		u32 probes = 0x811c9dc5;
		double filled = cpu_seconds();
		for (u32 sample = 0; sample < header->samples; sample++) {
			play(header, operations, slots, header->prefill + (u64)steady * sample / header->samples,
				header->prefill + (u64)steady * (sample + 1) / header->samples);
			probes = probe(probes);
		}
		double end = cpu_seconds();
		printf("{\"hash\":\"%08x\",\"probes\":\"%08x\",\"failures\":%u,\"fallbacks\":%u,\"bootMs\":%.3f,\"nsPerOperation\":%.3f}\n",
			hash, probes, failures, fallbacks, (booted - start) * 1e3, (end - filled) * 1e9 / steady);
		tear_down(header);
	}
	return 0;
}
